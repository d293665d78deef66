"""Call records made by hand."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

from star57.agent.cdr import Cdr
from star57.agent.matching import CallSought
from star57.world.made.memory_store import MemoryStore

__all__ = ["CALLED", "CALLING", "NOON", "MemoryStore", "record", "sought"]

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CALLED = "+14045550138"
CALLING = "+12025550191"


def record(off_s: float = 0.0, /, **texts: object) -> Cdr:
    """A record that starts `off_s` seconds from noon, known to a second; the numbers are those asked unless given."""
    given = {
        "called_in": CALLED,
        "calling_in": CALLING,
        "source": "127.0.13.1",
        "started_at": NOON + timedelta(seconds=off_s),
        "within_s": 1.0,
        "duration_s": 0.0,
        **texts,
    }
    values = {field.name: given.get(field.name, "") for field in fields(Cdr)}
    values["record_id"] = given.get("record_id") or repr(sorted((name, str(value)) for name, value in given.items()))
    return Cdr(**values)  # type: ignore[arg-type]


def sought(**facts: object) -> CallSought:
    """The call of CALLING to CALLED at noon, known to two seconds."""
    given = {
        "called_number": CALLED,
        "calling_number": CALLING,
        "at": NOON,
        "uncertainty_s": 2.0,
        "handed_to": None,
        "call_id": None,
        "origid": None,
        "handed_at": None,
        **facts,
    }
    return CallSought(**given)  # type: ignore[arg-type]
