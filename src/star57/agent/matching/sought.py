"""The call a request asks about, how far around its time a record may lie, and what must be fetched to judge."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from star57.agent.matching.calls import Moment
from star57.agent.stores.contract import Span

CLOCK_ALLOWANCE_S = 10.0  # carriers' clocks differ by seconds
WIDEST_TOLERANCE_S = 15 * 60.0  # a complaint's time may be off by minutes
HOUR_S = 3600.0  # or by an hour, summer time's
_ZONES_H: tuple[float, ...] = (
    *range(2, 15),
    *(hours + 0.5 for hours in range(3, 13)),
)  # or given in a time zone so far away; a few lie at quarters
ZONES_S: tuple[float, ...] = tuple(sorted(sign * hours * HOUR_S for hours in _ZONES_H for sign in (-1, 1)))
ZONE_ALLOWANCE_S = 150.0  # clocks, post-dial delay and refused attempts beside it: a person looks at these anyway
WIDEST_FOR_ZONES_S = 600.0  # of a stated window: in a wider one half of all calls would fit some zone
LAST_INSTANT = timedelta(microseconds=1)  # spans are half-open
_YEARS = range(1990, 2200)  # of which switches' records may tell


def odd_year(at: datetime) -> str:
    """What is wrong with the year of a call of which records should tell; "" for nothing."""
    return "" if at.year in _YEARS else f"lies outside the years {_YEARS.start} to {_YEARS.stop - 1}: check the year"


@dataclass(frozen=True, slots=True)
class CallSought:
    """What is known of the call. `calling_number` None: withheld. `handed_to`: the direct downstream neighbour that asks.

    `call_id`, `origid`, `handed_at` and `handed_as` are what the downstream hop's own record shows of the very same call.
    """

    called_number: str  # E.164
    calling_number: str | None  # E.164
    at: datetime  # aware, UTC
    uncertainty_s: float  # seconds either side of `at`
    handed_to: str | None
    call_id: str | None
    origid: str | None
    handed_at: datetime | None  # its start by the downstream's clock
    handed_as: str | None = None  # E.164: the number the downstream received it under, where it is another one
    diverted_from: str | None = None  # E.164: the number that signalling farther down says it was diverted from

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None or (self.handed_at is not None and self.handed_at.utcoffset() is None):
            raise ValueError("the time of the call sought needs a zone: give aware datetimes")
        if not self.uncertainty_s >= 0:
            raise ValueError(f"uncertainty_s is {self.uncertainty_s}: give seconds, 0 or more")

    @property
    def window(self) -> Moment:
        """When the call began, as far as the asker is sure."""
        sure_to = timedelta(seconds=self.uncertainty_s)
        return Moment(self.at - sure_to, self.at + sure_to)

    @property
    def as_downstream_saw_it(self) -> "CallSought | None":
        """The same call at the time of the downstream's own record, where that lies outside the time given; else None."""
        if self.handed_to is None or self.handed_at is None:
            return None
        gap_s = self.window.gap_s(Moment(self.handed_at, self.handed_at))
        if gap_s <= CLOCK_ALLOWANCE_S:
            return None
        return replace(self, at=self.handed_at, uncertainty_s=min(self.uncertainty_s, CLOCK_ALLOWANCE_S))

    @property
    def arrived_at(self) -> datetime | None:
        """When the call reached the downstream, known to seconds; None where nobody knows."""
        if self.handed_to is None:
            return None
        return self.handed_at or (self.at if self.uncertainty_s <= CLOCK_ALLOWANCE_S else None)


class Tier(IntEnum):
    """How well a start fits the time asked; the smaller the better."""

    WITHIN = 0  # inside the stated uncertainty
    CLOCK = 1  # outside it by no more than clocks differ
    TOLERANCE = 2  # inside the widest tolerance
    HOUR = 3  # only if the time asked is off by one hour
    ZONE = 4  # only if the time asked was given in another time zone


def tier_of(window: Moment, moment: Moment) -> tuple[Tier, float] | None:
    """The tier and the seconds by which the moment misses it (the shifted window, for HOUR and ZONE); None beyond every tolerance."""
    gap_s = window.gap_s(moment)
    if gap_s == 0:
        return Tier.WITHIN, 0.0
    if gap_s <= WIDEST_TOLERANCE_S:
        return (Tier.CLOCK if gap_s <= CLOCK_ALLOWANCE_S else Tier.TOLERANCE), gap_s
    shifted_s = min(window.shifted(shift_s).gap_s(moment) for shift_s in (-HOUR_S, HOUR_S))
    if shifted_s <= WIDEST_TOLERANCE_S:
        return Tier.HOUR, shifted_s
    zone_s = window.shifted(zone_shift_s(window, moment)).gap_s(moment)
    is_zone = zone_s <= ZONE_ALLOWANCE_S and window.width.total_seconds() <= WIDEST_FOR_ZONES_S
    return (Tier.ZONE, zone_s) if is_zone else None


def zone_shift_s(window: Moment, moment: Moment) -> float:
    """The difference of time zones that brings the window nearest to the moment."""
    apart_s = (moment.since - window.since - window.width / 2).total_seconds()
    return min(ZONES_S, key=lambda shift_s: abs(shift_s - apart_s))


def search_spans(sought: CallSought) -> tuple[Span, ...]:
    """What must be fetched: the widest tolerance around the time asked, around one hour either side, and around the downstream's own
    start where that is another time; merged where they meet."""
    seen_downstream = sought.as_downstream_saw_it
    windows = [sought.window.shifted(shift_s) for shift_s in (-HOUR_S, 0.0, HOUR_S)] + ([seen_downstream.window] if seen_downstream else [])
    reach = timedelta(seconds=WIDEST_TOLERANCE_S)
    spans: list[Span] = []
    for window in sorted(windows, key=lambda one: one.since):
        span = Span(window.since - reach, window.until + reach + LAST_INSTANT)
        if spans and span.since <= spans[-1].until:
            before = spans.pop()
            span = Span(before.since, max(before.until, span.until))
        spans.append(span)
    return tuple(spans)


def zones_span(sought: CallSought) -> Span | None:
    """Where the call lies if its time was given in any other zone; None where the time is so uncertain that this would fit all calls."""
    if sought.window.width.total_seconds() > WIDEST_FOR_ZONES_S:
        return None
    reach = timedelta(seconds=ZONES_S[-1] + ZONE_ALLOWANCE_S)
    return Span(sought.window.since - reach, sought.window.until + reach + LAST_INSTANT)
