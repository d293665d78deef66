"""Breaks a tie between calls that fit equally well, where the records themselves rule some of them out."""

from collections.abc import Sequence

from star57.agent.matching.arrival import may_have_arrived
from star57.agent.matching.candidates import Candidate, Egress
from star57.agent.matching.sought import CallSought

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
    """By the downstream's clock the call began at handed_at."""
    handed_at = sought.handed_at
    return [one for one in pool if handed_at is None or may_have_arrived(one.moments, handed_at)]
