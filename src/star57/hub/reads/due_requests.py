"""A provider's open requests in the order in which they fall due, and what its home shows. For people: programs page by `asked_at`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from star57.hub.domain.access import Actor
from star57.hub.domain.facts import HopStatus
from star57.hub.reads.cursors import key_cursor_of, key_place_of
from star57.hub.reads.requests import ANSWERED_ONES, OPEN, Order, first_of, listed, wire_request
from star57.hub.reads.views import Page
from star57.hub.records.models import Hop
from star57.wire.messages import TracebackRequest

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
TO_ANSWER = tuple(status for status in OPEN if status != HopStatus.DISPUTED.value)
_ORDER = (F("due_at").asc(nulls_last=True), "asked_at", "public_id")


@dataclass(frozen=True, slots=True)
class DueNow:
    """What waits for an answer, the first due ahead; what waits for staff, because the provider disputes it; what was answered last.

    to_answer and with_staff count all of them; the lists hold the first few.
    """

    to_answer: int
    due: tuple[TracebackRequest, ...]
    with_staff: int
    waiting: tuple[TracebackRequest, ...]
    answered: tuple[TracebackRequest, ...]


def due_page(*, actor: Actor, cursor: str | None, limit: int) -> Page[TracebackRequest]:
    """A page of open requests, the first due ahead; those whose clock has not started stand last, by when they were asked."""
    rows = listed(actor).filter(status__in=OPEN)
    found = first_of(_after(rows, cursor) if cursor else rows, _ORDER, limit + 1)
    return Page(tuple(wire_request(hop) for hop in found[:limit]), _cursor(found[limit - 1]) if len(found) > limit else None)


def due_now(*, actor: Actor, limit: int) -> DueNow:
    """Counts are exact; at most `limit` of each are listed."""
    rows = listed(actor)
    counts = dict(rows.filter(status__in=OPEN).order_by().values_list("status").annotate(count=Count("pk")))
    with_staff = counts.pop(HopStatus.DISPUTED.value, 0)
    answered = rows.filter(status__in=ANSWERED_ONES, answered_at__isnull=False)
    return DueNow(
        sum(counts.values()),
        _requests(rows.filter(status__in=TO_ANSWER), _ORDER, limit),
        with_staff,
        _requests(rows.filter(status=HopStatus.DISPUTED.value), ("asked_at",), limit),
        _requests(answered, ("-answered_at",), limit),
    )


def _requests(rows: QuerySet[Hop], order: Order, limit: int) -> tuple[TracebackRequest, ...]:
    return tuple(wire_request(hop) for hop in first_of(rows, order, limit))


def _cursor(last: Hop) -> str:
    """Microseconds since 1970 of what it is sorted by: when it is due, or below zero when it was asked."""
    if last.due_at is not None:
        return key_cursor_of((last.due_at - EPOCH) // MICROSECOND, last.public_id)
    return key_cursor_of(-(((last.asked_at or EPOCH) - EPOCH) // MICROSECOND), last.public_id)


def _after(rows: QuerySet[Hop], cursor: str) -> QuerySet[Hop]:
    key, public_id = key_place_of(cursor)
    at = EPOCH + abs(key) * MICROSECOND
    if key < 0:
        return rows.filter(Q(asked_at__gt=at) | Q(asked_at=at, public_id__gt=public_id), due_at__isnull=True)
    return rows.filter(Q(due_at__gt=at) | Q(due_at=at, public_id__gt=public_id) | Q(due_at__isnull=True))
