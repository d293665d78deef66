"""How far the clock of whoever asks runs ahead of ours, learnt from answers that stand, and a request read on our own clock. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from star57.agent.matching.calls import Moment
from star57.agent.matching.sought import CLOCK_ALLOWANCE_S, CallSought

NEWEST = 25  # answers that count: a clock that is set right is known again after half as many
FEWEST = 5
OLDEST = timedelta(days=30)
FARTHEST_S = 300.0
STEADY_WITHIN_S = 3.0  # the median distance from the median; a clock that wanders more cannot be counted on
WORTH_KNOWING_S = 3.0  # below, what clocks may differ by allows for it


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer that stands: when it was given, and by how much the downstream's record of the call began later than ours."""

    at: datetime
    ahead_s: float


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """neighbour "": nobody's, but the times of complaints; where they agree, it is our own clock that is off."""

    neighbour: str
    ahead_s: float
    answers: int

    def __str__(self) -> str:
        if not self.neighbour:
            which = "behind" if self.ahead_s > 0 else "ahead of"
            return f"our clock runs {abs(self.ahead_s):.0f} s {which} the times complained of (median of {self.answers} answers that stand)"
        which = "ahead of" if self.ahead_s > 0 else "behind"
        return f"{self.neighbour}'s clock runs {abs(self.ahead_s):.0f} s {which} ours (median of {self.answers} answers that stand)"


def offset_of(neighbour: str, seen: Iterable[Seen], now: datetime) -> ClockOffset | None:
    """None where too few answers tell, they disagree, or the clocks differ by no more than is allowed for anyway."""
    newest = sorted((one for one in seen if now - one.at <= OLDEST), key=lambda one: one.at)[-NEWEST:]
    if len(newest) < FEWEST:
        return None
    ahead_s = median(one.ahead_s for one in newest)
    is_steady = median(abs(one.ahead_s - ahead_s) for one in newest) <= STEADY_WITHIN_S
    if not is_steady or not WORTH_KNOWING_S <= abs(ahead_s) <= FARTHEST_S:
        return None
    return ClockOffset(neighbour, ahead_s, len(newest))


def on_our_clock(sought: CallSought, offset: ClockOffset) -> CallSought:
    """The downstream's start as our clock would have shown it; the time given too, where the two agree, or no carrier is downstream."""
    back = timedelta(seconds=offset.ahead_s)
    if sought.handed_to is None:
        return sought if offset.neighbour else replace(sought, at=sought.at - back)
    if sought.handed_at is None:
        return sought
    agree = sought.window.gap_s(Moment(sought.handed_at, sought.handed_at)) <= CLOCK_ALLOWANCE_S
    return replace(sought, handed_at=sought.handed_at - back, at=sought.at - back if agree else sought.at)
