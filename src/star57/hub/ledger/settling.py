"""Derives a traceback's status, outcome and summary from its hops after every change, and records when they changed."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from star57.hub.domain.facts import HopStatus
from star57.hub.domain.lifecycle import OPEN
from star57.hub.domain.tracing import TRACEBACK_STEPS, TracebackFact, TracebackStatus, outcome
from star57.hub.ledger import rows, statements, telling
from star57.hub.ledger.case import Case
from star57.hub.ledger.queueing import queue_place
from star57.hub.records.models import TracebackSummary

JUST_AFTER = timedelta(microseconds=1)
CHANGES_LOCK = 57  # PostgreSQL's advisory locks go by number

_NEXT_CHANGE_AT = "GREATEST(%s, (SELECT MAX(changed_at) FROM records_tracebacksummary) + interval '1 microsecond')"
_LAST_ON_SQLITE = "SELECT MAX(changed_at) FROM records_tracebacksummary WHERE changed_at >= %s"


def settle(case: Case) -> None:
    """Record an outcome that was reached, or that a late or corrected answer took back."""
    if not case.topics:
        return
    found = outcome(case.legs())
    status = TracebackStatus(case.traceback.status)
    if status is TracebackStatus.OPEN and found is not None:
        record(case, TracebackFact.OUTCOME_REACHED, {"outcome": found.value, "ended_at": case.now, "reopened_at": None}, found.value)
    elif status is TracebackStatus.ENDED and found is None:
        record(case, TracebackFact.TRACEBACK_REOPENED, {"outcome": "", "ended_at": None, "reopened_at": case.now}, None)
    elif status is TracebackStatus.ENDED and found is not None and found.value != case.traceback.outcome:
        record(case, TracebackFact.TRACEBACK_REOPENED, {"outcome": "", "ended_at": None, "reopened_at": case.now}, None)
        record(case, TracebackFact.OUTCOME_REACHED, {"outcome": found.value, "ended_at": case.now, "reopened_at": None}, found.value)
    elif status is TracebackStatus.WITHDRAWN and any(HopStatus(hop.status) in OPEN for hop in case.hops.values()):
        record(case, TracebackFact.TRACEBACK_REOPENED, {"outcome": "", "ended_at": None, "reopened_at": case.now}, None)
    summarise(case)


def summarise(case: Case) -> None:
    """Work out again what lists ask of the traceback."""
    place = queue_place(case)
    summary = TracebackSummary(
        traceback=case.traceback,
        changed_at=case.now,
        needs_person=place.needs_person,
        due_at=place.due_at,
        kind=place.kind.value,
        queue_key=place.key,
        waits_on_id=place.waits_on,
        assigned_to_id=case.traceback.assigned_to_id,
    )
    _put_after_all_others(summary)


def _put_after_all_others(summary: TracebackSummary) -> None:
    """Changed an instant after every change that was committed before: whoever reads what changed since an instant misses nothing.

    Last lock of a transaction, held until it commits, and had before the others are looked at; on SQLite there is one writer anyway.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES_LOCK])
            statements.put_reckoned(summary, {"changed_at": _NEXT_CHANGE_AT})
            return
        cursor.execute(_LAST_ON_SQLITE, [connection.ops.adapt_datetimefield_value(summary.changed_at)])
        (last,) = cursor.fetchone()
    if last:
        summary.changed_at = datetime.fromisoformat(last).replace(tzinfo=UTC) + JUST_AFTER
    statements.put(summary)


def record(case: Case, fact: TracebackFact, changes: dict[str, object], found: str | None) -> None:
    """Record one fact of the traceback as a whole."""
    status = TRACEBACK_STEPS[TracebackStatus(case.traceback.status), fact]
    entry = rows.change(
        case.traceback,
        "traceback",
        fact.value,
        actor=case.actor,
        at=case.now,
        changes={**changes, "status": status.value},
        details={"outcome": found} if found else {},
    )
    telling.tell(fact.value, "", None, case.traceback, entry)
