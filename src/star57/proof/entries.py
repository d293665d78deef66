"""What a journal entry is, how its hash is made, and how a sealed field is committed to. No Django, no database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from star57.proof.canonical import Json, canonical_json, sha256_hex

ENTRY_FORMAT = 1
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact about one subject. details holds ids, enums, instants; sealed maps field names to commitments."""

    subject_kind: str
    subject_id: str
    version: int
    fact: str
    actor_kind: str
    actor_id: str
    at: datetime
    details: Mapping[str, Json]
    sealed: Mapping[str, str]


def instant(value: datetime) -> str:
    """An instant as entries write it: UTC, microseconds, trailing Z. Raises ValueError when it names no zone."""
    if value.tzinfo is None:
        raise ValueError(f"{value} names no zone: an instant must be aware")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_body(entry: Entry) -> bytes:
    """Canonical JSON of the entry under the current format."""
    return canonical_json(
        {
            "format": ENTRY_FORMAT,
            "subject": {"kind": entry.subject_kind, "id": entry.subject_id, "version": entry.version},
            "fact": entry.fact,
            "actor": {"kind": entry.actor_kind, "id": entry.actor_id},
            "at": instant(entry.at),
            "details": entry.details,
            "sealed": entry.sealed,
        }
    )


def entry_hash(body: bytes) -> str:
    """SHA-256 of an entry's body; later a leaf of the Merkle tree."""
    return sha256_hex(body)


def commitment(salt: bytes, content: str) -> str:
    """SHA-256(salt ‖ content): proves a sealed text while it is kept, says nothing once salt and text are erased."""
    return hashlib.sha256(salt + content.encode("utf-8")).hexdigest()
