"""Derives a traceback's status, outcome and summary from its hops after every change, and records when they changed."""

from datetime import datetime, timedelta

from django.db import connection

from star57.hub.domain.facts import HopStatus
from star57.hub.domain.lifecycle import OPEN
from star57.hub.domain.tracing import TRACEBACK_STEPS, TracebackFact, TracebackStatus, outcome
from star57.hub.ledger import rows, statements, telling
from star57.hub.ledger.case import Case
from star57.hub.ledger.queueing import queue_place
from star57.hub.records.models import TracebackSummary
from star57.hub.records.prepared import NUMBER_MARK, Prepared

JUST_AFTER = timedelta(microseconds=1)
CHANGES_LOCK = 57  # PostgreSQL's advisory locks go by number

_LAST_CHANGE = Prepared(
    lambda key: TracebackSummary.objects.filter(pk__gt=key).order_by("-changed_at").values_list("changed_at")[:1], NUMBER_MARK
)


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
        changed_at=_next_change_at(case.now),
        needs_person=place.needs_person,
        due_at=place.due_at,
        kind=place.kind.value,
        queue_key=place.key,
        waits_on_id=place.waits_on,
        assigned_to_id=case.traceback.assigned_to_id,
    )
    statements.put(summary)


def _next_change_at(now: datetime) -> datetime:
    """An instant after every change that was committed before: whoever reads what changed since an instant misses nothing.

    Last lock of a transaction, held until it commits; on SQLite there is one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES_LOCK])
    last = _LAST_CHANGE(0)
    return now if not last or last[0][0] < now else last[0][0] + JUST_AFTER


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
