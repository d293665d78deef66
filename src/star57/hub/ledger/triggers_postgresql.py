"""The triggers in PostgreSQL's words: three functions, and row and statement triggers that call them."""

from collections.abc import Callable, Iterator

from star57.hub.ledger.guarded import BOUND, JOURNAL, JOURNALED

INSTALLED = """
    SELECT tgname FROM pg_trigger
    WHERE NOT tgisinternal AND tgenabled <> 'D' AND starts_with(tgname, 'ledger_') AND tgrelid IN (
        SELECT oid FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
    )
"""

REMOVAL = "DROP TRIGGER IF EXISTS {name} ON {table}"

# search_path is taken from the session that installs, so that no later session can put another journal in front of ours.
_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
{body}
$$
"""

# TG_ARGV[0] is the entries' subject_kind. Class 23 is "integrity constraint violation", as SQLite's RAISE gives it.
ENTERED = f"""
BEGIN
    IF TG_OP = 'INSERT' AND NEW.version <> 1 THEN
        RAISE EXCEPTION '%: a new row begins with version 1, not %: write through the ledger', TG_TABLE_NAME, NEW.version
            USING ERRCODE = '23000';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION '%: an update raises the version by one, not from % to %: write through the ledger',
                TG_TABLE_NAME, OLD.version, NEW.version USING ERRCODE = '23000';
        END IF;
        IF NEW.public_id <> OLD.public_id OR NEW.id <> OLD.id THEN
            RAISE EXCEPTION '%: public_id never changes', TG_TABLE_NAME USING ERRCODE = '23000';
        END IF;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM {JOURNAL} WHERE subject_kind = TG_ARGV[0] AND subject_id = NEW.public_id AND version = NEW.version
    ) THEN
        RAISE EXCEPTION '%: no journal entry for version %: write through the ledger', TG_TABLE_NAME, NEW.version
            USING ERRCODE = '23000';
    END IF;
    RETURN NEW;
END
"""

CONTINUED = f"""
DECLARE
    next integer := 1 + COALESCE(
        (SELECT MAX(version) FROM {JOURNAL} WHERE subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id), 0);
BEGIN
    IF NEW.version <> next THEN
        RAISE EXCEPTION '%: the next entry of % % is version %, not %: write through the ledger',
            TG_TABLE_NAME, NEW.subject_kind, NEW.subject_id, next, NEW.version USING ERRCODE = '23000';
    END IF;
    RETURN NEW;
END
"""

REFUSED = """
BEGIN
    RAISE EXCEPTION '%: % refused: the record is only ever added to', TG_TABLE_NAME, TG_OP USING ERRCODE = '23000';
END
"""

FUNCTIONS = {"ledger_entered": ENTERED, "ledger_continued": CONTINUED, "ledger_refused": REFUSED}


def rules() -> dict[str, dict[str, str]]:
    """Table -> event -> the function called before it."""
    refused = dict.fromkeys(("update", "delete", "truncate"), "ledger_refused()")
    entered = {table: f"ledger_entered('{kind}')" for table, kind in JOURNALED.items()}
    return {
        **{table: {**refused, "insert": call, "update": call} for table, call in entered.items()},
        **dict.fromkeys(BOUND, refused),
        JOURNAL: {**refused, "insert": "ledger_continued()"},
    }


def statements(trigger_name: Callable[[str, str], str]) -> Iterator[str]:
    """Every statement that puts functions and triggers in place, whether or not they were there before."""
    for name, body in FUNCTIONS.items():
        yield _FUNCTION.format(name=name, body=body.strip())
    for table, calls in rules().items():
        for event, call in calls.items():
            each = "STATEMENT" if event == "truncate" else "ROW"
            name = trigger_name(table, event)
            yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
            yield f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH {each} EXECUTE FUNCTION {call}"
