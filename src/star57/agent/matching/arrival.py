"""What the downstream's own start of the call says of a call here: it began here before it arrived there, give or take the clocks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from star57.agent.matching.calls import Moment
from star57.agent.matching.sought import CLOCK_ALLOWANCE_S

# A call reaches the downstream after it began here: post-dial delay, and attempts by other routes first.
EARLIER_ALLOWANCE_S = 30.0
IMPLAUSIBLE_S = 60.0  # no pair of kept clocks, and no route, explains more


def may_have_arrived(moments: Sequence[Moment], handed_at: datetime) -> bool:
    """Whether a call of these moments (earliest first) fits the downstream's start, clocks allowed both ways and a slow way there."""
    latest = handed_at + timedelta(seconds=CLOCK_ALLOWANCE_S)
    earliest = handed_at - timedelta(seconds=EARLIER_ALLOWANCE_S)
    return any(moment.since <= latest and moment.until >= earliest for moment in moments)


def seconds_apart(moments: Sequence[Moment], instant: datetime) -> float:
    """From the instant to the nearest that the call may have begun."""
    return min(moment.gap_s(Moment(instant, instant)) for moment in moments)
