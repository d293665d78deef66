"""Derives a traceback's status, outcome and summary from its hops after every change, and records when they changed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from star57.hub.domain.facts import HopStatus
from star57.hub.domain.lifecycle import OPEN
from star57.hub.domain.tracing import TRACEBACK_STEPS, TracebackFact, TracebackStatus, outcome
from star57.hub.ledger import bulk, rows, statements, telling, wakeups
from star57.hub.ledger.case import Case
from star57.hub.ledger.queueing import queue_place
from star57.hub.records.models import TracebackSummary

JUST_AFTER = timedelta(microseconds=1)
CHANGES_LOCK = 57  # PostgreSQL's advisory locks go by number

_LAST = "(SELECT MAX(changed_at) FROM records_tracebacksummary)"
_NEXT_CHANGE_AT = f"GREATEST({{value}}, {_LAST} + interval '1 microsecond') + {{place}} * interval '1 microsecond'"
_LAST_ON_SQLITE = "SELECT MAX(changed_at) FROM records_tracebacksummary WHERE changed_at >= %s"


def settle(case: Case) -> None:
    """Record an outcome that was reached, or that a late or corrected answer took back."""
    if case.topics:
        record_outcome(case)
        summarise([case])


def record_outcome(case: Case) -> None:
    """Record what the hops as they stand now say of the whole."""
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


def summarise(cases: Sequence[Case]) -> None:
    """Work out again what lists ask of the tracebacks. Last act of a transaction, after all that may wait for anything."""
    if cases:
        _put_after_all_others([_summary(case) for case in cases])


def _summary(case: Case) -> TracebackSummary:
    place = queue_place(case)
    if place.needs_person or case.traceback.status != TracebackStatus.OPEN.value:
        case.topics.append(wakeups.rest_topic(case.traceback.public_id))
    return TracebackSummary(
        traceback=case.traceback,
        changed_at=case.now,
        needs_person=place.needs_person,
        due_at=place.due_at,
        kind=place.kind.value,
        queue_key=place.key,
        waits_on_id=place.waits_on,
        assigned_to_id=case.traceback.assigned_to_id,
    )


def _put_after_all_others(summaries: Sequence[TracebackSummary]) -> None:
    """Changed an instant after every change that was committed before: whoever reads what changed since an instant misses nothing.

    Last lock of a transaction, held until it commits, and had before the others are looked at; on SQLite there is one writer anyway.
    """
    if connection.vendor != "postgresql":
        for summary in summaries:
            _put_on_sqlite(summary)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES_LOCK])
    if len(summaries) == 1:
        statements.put_reckoned(summaries[0], {"changed_at": _NEXT_CHANGE_AT})
    else:
        bulk.put_reckoned(summaries, {"changed_at": _NEXT_CHANGE_AT})


def _put_on_sqlite(summary: TracebackSummary) -> None:
    with connection.cursor() as cursor:
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
