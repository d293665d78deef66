"""Breaks a tie between calls that fit equally well, where the records themselves rule some of them out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from star57.agent.matching.calls import Moment
from star57.agent.matching.candidates import Candidate, Egress
from star57.agent.matching.sought import CLOCK_ALLOWANCE_S, CallSought

# A call reaches the downstream after it began here: post-dial delay, and attempts by other routes first.
EARLIER_ALLOWANCE_S = 30.0
IMPLAUSIBLE_S = 60.0  # no pair of kept clocks, and no route, explains more
_SENT = (Egress.SENT, Egress.PERHAPS_SENT)


def narrowed(pool: Sequence[Candidate], sought: CallSought) -> list[Candidate]:
    """The pool without the calls ruled out; the whole pool when that would leave none."""
    kept = list(pool)
    for rule in (_went_there, _began_before_it_arrived):
        kept = rule(kept, sought) or kept
    return kept


def _went_there(pool: Sequence[Candidate], _: CallSought) -> list[Candidate]:
    """Where one call went to who asks, calls that probably went to others, or failed here without a next hop, did not."""
    if not any(one.egress in _SENT for one in pool):
        return list(pool)
    return [one for one in pool if one.egress is not Egress.PERHAPS_ELSEWHERE and not _was_refused_here(one)]


def _was_refused_here(candidate: Candidate) -> bool:
    """No record names a next hop, and each ended with a SIP failure."""
    failed = all(record.release[:1] in ("4", "5", "6") and len(record.release) == 3 for record in candidate.records)
    return candidate.egress is Egress.NOT_SHOWN and failed


def _began_before_it_arrived(pool: Sequence[Candidate], sought: CallSought) -> list[Candidate]:
    """By the downstream's clock the call began at handed_at: allow for clocks both ways and for a slow way there."""
    if sought.handed_at is None:
        return list(pool)
    latest = sought.handed_at + timedelta(seconds=CLOCK_ALLOWANCE_S)
    earliest = sought.handed_at - timedelta(seconds=EARLIER_ALLOWANCE_S)
    return [one for one in pool if one.moments[0].since <= latest and one.moments[-1].until >= earliest]


def is_plausible_beside(candidate: Candidate, handed_at: datetime | None) -> bool:
    """Whether the downstream's own start can be this call's at all; its Call-ID found here outweighs any clock."""
    if handed_at is None or candidate.trail.is_same_call_id:
        return True
    arrived = Moment(handed_at, handed_at)
    return min(moment.gap_s(arrived) for moment in candidate.moments) <= IMPLAUSIBLE_S
