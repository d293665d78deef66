"""Tables written behind an agent's TOML file, which is never left half-written or unreadable."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from star57.agent.configuration import read_configuration


def append_tables(tables: Iterable[tuple[str, Mapping[str, object]]], config: Path) -> None:
    """All tables or none: the new file is read as the agent reads it before it takes the old one's place."""
    text = config.read_text(encoding="utf-8").rstrip("\n") + "\n" + "".join(f"\n{toml_table(name, one)}" for name, one in tables)
    descriptor, name = tempfile.mkstemp(dir=config.parent, prefix=f".{config.name}.")
    new = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        read_configuration(new)
        new.chmod(config.stat().st_mode & 0o777)
        new.replace(config)
    finally:
        new.unlink(missing_ok=True)


def toml_table(name: str, table: Mapping[str, object]) -> str:
    return f"[[{name}]]\n" + "".join(f"{key} = {_inline(value)}\n" for key, value in table.items())


def _inline(value: object) -> str:
    """JSON's strings are TOML's basic strings."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(each)}" for key, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else json.dumps(key)
