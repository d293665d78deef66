"""The one password of the operator's page: a file beside the journal that holds its scrypt hash, for its owner alone."""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

SHORTEST = 12
COST: Mapping[str, int] = {"n": 2**15, "r": 8, "p": 1}  # 32 MB and about a tenth of a second
_MEMORY = 64 << 20


class BadPassword(ValueError):
    """The password cannot be used."""


def password_file(journal: Path) -> Path:
    return journal.with_name(f"{journal.name}.page-password")


def set_password(file: Path, password: str, cost: Mapping[str, int] = COST) -> None:
    """Whole or not at all. Raises BadPassword, OSError."""
    if len(password) < SHORTEST:
        raise BadPassword(f"the password has fewer than {SHORTEST} characters")
    salt = secrets.token_bytes(16)
    content = json.dumps({"scrypt": dict(cost), "salt": salt.hex(), "hash": _hashed(password, salt, cost).hex()})
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def is_password(file: Path, password: str) -> bool:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    return hmac.compare_digest(_hashed(password, bytes.fromhex(kept["salt"]), kept["scrypt"]), bytes.fromhex(kept["hash"]))


def _hashed(password: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=cost["n"], r=cost["r"], p=cost["p"], maxmem=_MEMORY)
