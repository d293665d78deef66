"""What a list of tracebacks can be cut down to, in which order it stands, and where its next page begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from django.db.models import Q, QuerySet

from star57.hub.domain.tracing import TracebackStatus
from star57.hub.domain.work import FOR_A_PERSON, KEY_STEP
from star57.hub.reads.cursors import cursor_of, key_cursor_of, key_place_of, place_of
from star57.hub.records.models import Hop, Traceback, TracebackTag

NOBODY = "nobody"
GATHERED = 10**9
"""More than there are. Under a limit PostgreSQL gathers the tagged ones first, and does not ask each row in the order whether it is:
what bears one tag often stands together in the order (all settled, say), so that the first fifty come late.
"""
FIRST_RESTING = KEY_STEP * len(FOR_A_PERSON)
"""Where those begin that need no person."""


class Sort(StrEnum):
    """In which order a list stands. By due time, only what a clock runs for is listed."""

    NEWEST = "newest"
    URGENCY = "urgency"
    DUE = "due"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Filters:
    """None or "" leaves a filter out. assigned is a person's id or "nobody". Merged ones are listed only when asked for by status."""

    status: str
    outcome: str
    needs_person: bool | None
    hop_status: str
    number: str
    provider: str
    campaign: str
    updated_since: datetime | None
    kind: str
    assigned: str
    waits_on: str
    tag: str
    opened_since: datetime | None
    opened_until: datetime | None
    due_until: datetime | None


EVERYTHING = Filters("", "", None, "", "", "", "", None, "", "", "", "", None, None, None)

_EXACT: Mapping[str, str] = MappingProxyType({
    "status": "status",
    "outcome": "outcome",
    "campaign": "campaign__public_id",
    "kind": "summary__kind",
    "waits_on": "summary__waits_on__public_id",
})  # fmt: skip
_BOUNDS: Mapping[str, str] = MappingProxyType({
    "updated_since": "summary__changed_at__gt",
    "opened_since": "opened_at__gte",
    "opened_until": "opened_at__lte",
    "due_until": "summary__due_at__lte",
})  # fmt: skip


def filtered(rows: QuerySet[Traceback], filters: Filters) -> QuerySet[Traceback]:
    """The rows that pass every filter."""
    rows = rows.filter(**{column: value for name, column in _EXACT.items() if (value := getattr(filters, name))})
    rows = rows.filter(**{column: value for name, column in _BOUNDS.items() if (value := getattr(filters, name))})
    if filters.status != TracebackStatus.MERGED.value:
        rows = rows.exclude(status=TracebackStatus.MERGED.value)
    if filters.needs_person is not None:
        rows = rows.filter(summary__needs_person=filters.needs_person)
    if filters.assigned:
        rows = rows.filter(_assigned(filters.assigned))
    if filters.hop_status:
        rows = rows.filter(pk__in=Hop.objects.filter(status=filters.hop_status).values("traceback_id"))
    if filters.provider:
        rows = rows.filter(pk__in=Hop.objects.filter(provider__public_id=filters.provider).values("traceback_id"))
    if filters.tag:
        rows = rows.filter(pk__in=TracebackTag.objects.filter(tag=filters.tag).values("traceback_id")[:GATHERED])
    if filters.number:
        rows = rows.filter(Q(called_number=filters.number) | Q(calling_number=filters.number))
    return rows


def _assigned(to: str) -> Q:
    """To nobody means: work that nobody has taken."""
    if to == NOBODY:
        return Q(summary__assigned_to=None, summary__queue_key__lt=FIRST_RESTING)
    return Q(summary__assigned_to__public_id=to)


def sorted_from(rows: QuerySet[Traceback], sort: Sort, cursor: str | None) -> QuerySet[Traceback]:
    """The rows in order, after the place a cursor stands for. Raises Invalid for a cursor that is not ours."""
    column, ahead, _key = _ORDERS[sort]
    if sort is Sort.DUE:
        rows = rows.filter(summary__due_at__isnull=False)
    elif sort is not Sort.NEWEST:
        rows = rows.filter(summary__isnull=False)  # true of all; joined so, the index on the order can be walked
    if cursor:
        at, public_id = key_place_of(cursor) if sort is Sort.URGENCY else place_of(cursor)
        further = "gt" if ahead else "lt"
        rows = rows.filter(**{f"{column}__{further}e": at})  # where the index is entered: no database sees that in what follows
        rows = rows.filter(Q(**{f"{column}__{further}": at}) | Q(**{column: at, "public_id__gt": public_id}))
    return in_order(rows, sort)


def in_order(rows: QuerySet[Traceback], sort: Sort) -> QuerySet[Traceback]:
    """The rows in this order."""
    column, ahead, _key = _ORDERS[sort]
    return rows.order_by(column if ahead else f"-{column}", "public_id")


def next_cursor(row: Traceback, sort: Sort) -> str:
    """Where a list in this order goes on after this row."""
    if sort is Sort.URGENCY:
        return key_cursor_of(row.summary.queue_key, row.public_id)
    _column, _ahead, name = _ORDERS[sort]
    return cursor_of(getattr(row if sort is Sort.NEWEST else row.summary, name), row.public_id)


_ORDERS: Mapping[Sort, tuple[str, bool, str]] = MappingProxyType({
    Sort.NEWEST: ("opened_at", False, "opened_at"),
    Sort.URGENCY: ("summary__queue_key", True, "queue_key"),
    Sort.DUE: ("summary__due_at", True, "due_at"),
    Sort.CHANGED: ("summary__changed_at", True, "changed_at"),
})  # fmt: skip
