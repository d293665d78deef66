"""How many requests a provider may be sent in a week, and what goes first when not all may. Counts only: who sends is not its business."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Any seven days: where the rule means calendar weeks, this never exceeds it either.
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for room under a provider's cap; rank 0 is the gravest harm."""

    request_id: str
    harm_rank: int
    waiting_since: datetime


def _counting(sent_at: Iterable[datetime], now: datetime) -> list[datetime]:
    """The sendings that still count at `now`, the oldest first; one leaves the count seven days later to the instant."""
    return sorted(sent for sent in sent_at if now - sent < WEEK)


def requests_allowed_now(cap: int | None, *, sent_at: Iterable[datetime], waiting: int, now: datetime) -> int:
    """How many of `waiting` requests may be sent; all of them where no rule caps them (`cap` None; else at least 1)."""
    if cap is None:
        return waiting
    return min(waiting, max(0, cap - len(_counting(sent_at, now))))


def room_at(cap: int, *, sent_at: Iterable[datetime], now: datetime) -> datetime:
    """From when one more request may be sent: `now`, or the instant at which enough earlier ones no longer count."""
    counting = _counting(sent_at, now)
    return now if len(counting) < cap else counting[-cap] + WEEK


def harm_first(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """The order in which waiting requests are sent: the gravest harm, then the longest wait, then the id, so that it is always the same."""
    return tuple(sorted(waiting, key=lambda request: (request.harm_rank, request.waiting_since, request.request_id)))
