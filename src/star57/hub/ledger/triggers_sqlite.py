"""The triggers in SQLite's words. INSERT OR REPLACE is refused only with PRAGMA recursive_triggers=ON, which our settings send."""

from collections.abc import Callable, Iterator

from star57.hub.ledger.guarded import BOUND, JOURNAL, JOURNALED

INSTALLED = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger!_%' ESCAPE '!'"
REMOVAL = "DROP TRIGGER IF EXISTS {name}"  # SQLite knows the trigger's table by itself


def _trigger(name: str, table: str, event: str, refusals: dict[str, str]) -> Iterator[str]:
    """refusals: what is wrong -> the condition under which it is. RAISE takes a literal only, so no version stands in the text."""
    yield f"DROP TRIGGER IF EXISTS {name}"
    checks = " ".join(f"SELECT RAISE(ABORT, '{table}: {text}') WHERE {condition};" for text, condition in refusals.items())
    yield f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW BEGIN {checks} END"


def _entry_is_missing(kind: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {JOURNAL} WHERE subject_kind = '{kind}' AND subject_id = NEW.public_id AND version = NEW.version)"


def _journaled(kind: str) -> dict[str, dict[str, str]]:
    no_entry = "no journal entry for this version: write through the ledger"
    return {
        "insert": {
            "a new row begins with version 1: write through the ledger": "NEW.version <> 1",
            no_entry: _entry_is_missing(kind),
        },
        "update": {
            "an update raises the version by one: write through the ledger": "NEW.version <> OLD.version + 1",
            "public_id never changes": "NEW.public_id <> OLD.public_id OR NEW.id <> OLD.id",
            no_entry: _entry_is_missing(kind),
        },
        "delete": {"rows of the record are never deleted": "1"},
    }


BOUND_REFUSALS = {
    "update": {"what belongs to a journal entry never changes": "1"},
    "delete": {"what belongs to a journal entry is never deleted": "1"},
}
JOURNAL_REFUSALS = {
    "insert": {
        "an entry continues its subject without a gap: write through the ledger": (
            f"NEW.version <> 1 + COALESCE((SELECT MAX(version) FROM {JOURNAL} "
            "WHERE subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id), 0)"
        )
    },
    "update": {"the journal never changes": "1"},
    "delete": {"the journal is never deleted": "1"},
}


def rules() -> dict[str, dict[str, dict[str, str]]]:
    """Table -> event -> what is wrong -> the condition under which it is."""
    return {
        **{table: _journaled(kind) for table, kind in JOURNALED.items()},
        **dict.fromkeys(BOUND, BOUND_REFUSALS),
        JOURNAL: JOURNAL_REFUSALS,
    }


def statements(trigger_name: Callable[[str, str], str]) -> Iterator[str]:
    """Every statement that puts the triggers in place, whether or not they were there before."""
    for table, events in rules().items():
        for event, refusals in events.items():
            yield from _trigger(trigger_name(table, event), table, event, refusals)
