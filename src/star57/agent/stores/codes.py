"""Numbers that stand for instants, telephone numbers and texts when stores look them up. Pure."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from star57.agent.cdr import Cdr
from star57.numbers import number_key

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
CDR_COLUMNS = tuple(field.name for field in fields(Cdr))


def micros(instant: datetime) -> int:
    """µs since 1970; refuses naive instants."""
    return (instant - _EPOCH) // _MICROSECOND


def instant_of(micros_since_1970: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros_since_1970)


def key_code(key: str) -> int:
    """A number key as a number that keeps its leading zeros; 0 for none."""
    return int("1" + key) if key else 0


@lru_cache(maxsize=16384)
def number_code(number: str) -> int:
    """key_code of a number as the wire writes it."""
    return key_code(number_key(number))


def call_id_code(call_id: str) -> int:
    """A 64-bit hash, 0 for none; whoever looks up compares the text too."""
    return int.from_bytes(blake2b(call_id.encode("utf-8", "replace"), digest_size=8).digest(), "little") | 1 if call_id else 0


def digest(record_id: str) -> bytes:
    return blake2b(record_id.encode("utf-8", "replace"), digest_size=16).digest()
