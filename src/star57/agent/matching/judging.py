"""Which candidate is the call asked about, or why none may be named. The rules stand in `_settled`, in the order they count."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from star57.agent.cdr import Cdr
from star57.agent.ends import Neighbour
from star57.agent.matching.arrival import IMPLAUSIBLE_S, seconds_apart
from star57.agent.matching.calls import Call, calls_among, refs_without_ingress
from star57.agent.matching.candidates import Candidate, Egress, candidates_of
from star57.agent.matching.doubles import HARDLY_OUTSIDE_S, doubles_of, is_sound
from star57.agent.matching.likeness import has_called
from star57.agent.matching.narrowing import narrowed
from star57.agent.matching.sides import was_turned_away
from star57.agent.matching.sought import CallSought, Tier, search_spans
from star57.agent.matching.verdict import Decision, Verdict
from star57.agent.trunks import TrunkTable

# A call hardly outside the stated time is not put in doubt by one that fits only if the time is off by minutes.
CLEARLY_FARTHER_S = 30.0


class _Finding(NamedTuple):
    decision: Decision
    confident: tuple[Candidate, ...]
    why: str


def judge(sought: CallSought, records: Sequence[Cdr], trunks: TrunkTable) -> Verdict:
    """Rank the calls among these records and decide. Order, duplicates and records of other numbers change nothing."""
    calls = calls_among(_of_the_number(records, sought.called_number, trunks))
    searched, candidates = search_spans(sought), _ranked(calls, sought, trunks)
    seen_downstream = sought.as_downstream_saw_it
    if seen_downstream and not any(is_sound(one) and one.tier <= Tier.CLOCK for one in candidates):
        # Somebody found the call downstream though the time given is off: no other call fits that time here.
        candidates, sought = _ranked(calls, seen_downstream, trunks), seen_downstream
    decision, confident, why = _settled(candidates, sought)
    others = tuple(candidate for candidate in candidates if candidate not in confident)
    return Verdict((*confident, *others), confident, decision, why, _is_only_call(confident, others, sought), len(calls), searched)


def _of_the_number(records: Sequence[Cdr], called_number: str, trunks: TrunkTable) -> list[Cdr]:
    """And the legs on which such calls came in, where they came in for another number."""
    found = [record for record in records if has_called(record, called_number, trunks)]
    refs = refs_without_ingress(found)
    came_in = [record for record in records if record.call_ref in refs and record.called_in and not record.called_out]
    return [*found, *came_in]


def _ranked(calls: Sequence[Call], sought: CallSought, trunks: TrunkTable) -> tuple[Candidate, ...]:
    found = (candidate for call in calls for candidate in candidates_of(call, sought, trunks))
    return tuple(sorted(found, key=lambda candidate: candidate.rank))


def _is_only_call(confident: Sequence[Candidate], others: Sequence[Candidate], sought: CallSought) -> bool:
    """Whether Call-ID and start of the one that fits best may be vouched for: no other with the same numbers may be meant after all."""
    if len(confident) != 1:
        return False
    return confident[0].trail.is_same_call_id or not any(_may_be_it_after_all(other, confident[0], sought) for other in others)


def _may_be_it_after_all(other: Candidate, best: Candidate, sought: CallSought) -> bool:
    """As near as clocks differ; or any that is not clearly farther, where the best lies outside the time given itself."""
    if not is_sound(other):
        return False
    arrived = sought.handed_at is not None and best.fits_arrival and not other.fits_arrival
    return other.tier <= Tier.CLOCK or not (best.tier is Tier.WITHIN or arrived or _is_clearly_farther(other, best.gap_s))


def _settled(candidates: Sequence[Candidate], sought: CallSought) -> _Finding:
    if not candidates:
        return _Finding(Decision.NOTHING_FOUND, (), "no call to this number at this time fits")
    candidates = _received(candidates)
    sound = list(filter(is_sound, candidates))
    proven = _proven(sound)
    if proven:
        return _agreed(narrowed(proven, sought), sought)
    fitting = [one for one in sound if one.tier is Tier.WITHIN]
    if fitting:
        return _agreed(narrowed([*fitting, *doubles_of(fitting, candidates, sought)], sought), sought)
    close = narrowed([one for one in sound if one.tier is Tier.CLOCK], sought) or [one for one in candidates if one.is_vouched_for]
    if close:
        return _close(close, [one for one in candidates if one not in close], sought)
    return _Finding(Decision.NOT_SURE, (), _doubt(candidates[0]))


def _received(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Without calls that were turned away here, where another one may have got through instead."""
    got_through = [one for one in candidates if not was_turned_away(one.records)]
    return got_through if any(map(is_sound, got_through)) else candidates


def _proven(sound: Sequence[Candidate]) -> list[Candidate]:
    """Calls with the downstream's Call-ID, else with its origid; of those the ones that fit the time best."""
    by_call_id = [one for one in sound if one.trail.is_same_call_id]
    by_origid = [one for one in sound if one.trail.is_same_origid and one.tier <= Tier.CLOCK]
    proven = by_call_id or by_origid
    nearest = min((one.tier for one in proven), default=Tier.WITHIN)
    return [one for one in proven if one.tier <= max(nearest, Tier.CLOCK)]


def _agreed(pool: Sequence[Candidate], sought: CallSought) -> _Finding:
    """The calls fit equally well: they must agree on who handed them over."""
    best, confident = pool[0], tuple(pool)
    ends = {one.upstreams or one.upstream_words for one in pool}
    if len(ends) > 1:
        return _Finding(Decision.TWO_CALLS_FIT, confident, _difference(pool))
    if not best.upstreams:
        return _Finding(Decision.UNMAPPED_TRUNK, confident, ", ".join(best.reasons))
    if doubt := _contradiction(pool, sought):
        return _Finding(Decision.NOT_SURE, confident, doubt)
    agreeing = f"{len(pool)} calls with the same answer, the best " if len(pool) > 1 else ""
    return _Finding(Decision.ONE_ANSWER, confident, agreeing + ", ".join(best.reasons))


def _contradiction(pool: Sequence[Candidate], sought: CallSought) -> str:
    """What keeps the one end that these calls name from being the answer; "" for nothing."""
    best = pool[0]
    if len(best.upstreams) > 1:
        return f"trunk rules name two ends for it: {' and '.join(map(str, best.upstreams))}"
    if all(was_turned_away(one.records) and not one.trail.is_same_call_id for one in pool):
        return f"it was turned away here, so it was received by another way: {best.reasons[-1]}"
    if sought.handed_to is not None and best.upstream == Neighbour(sought.handed_to):
        return f"it came in from {sought.handed_to}, which says it received it from here"
    if not any(_is_plausible(one, sought.handed_at) for one in pool):
        return f"it began over a minute from when it reached {sought.handed_to} by its record"
    return ""


def _is_plausible(candidate: Candidate, handed_at: datetime | None) -> bool:
    """Whether the downstream's own start can be this call's at all; its Call-ID found here outweighs any clock."""
    return handed_at is None or candidate.trail.is_same_call_id or seconds_apart(candidate.moments, handed_at) <= IMPLAUSIBLE_S


def _close(close: Sequence[Candidate], others: Sequence[Candidate], sought: CallSought) -> _Finding:
    """Nothing lies inside the stated time; calls just outside it count only when nothing else could be meant."""
    agreed = _agreed(close, sought)
    ends = close[0].upstreams
    sent = all(one.egress is Egress.SENT for one in close)
    outside_s = max(one.gap_s for one in close)
    rivals = [one for one in others if one.upstreams != ends and _is_rival(one, outside_s, sent_close=sent)]
    if agreed.decision is Decision.TWO_CALLS_FIT or not rivals:
        return agreed
    off = f"{close[0].gap_s:.1f} s outside the time given"
    return _Finding(Decision.NOT_SURE, (), f"the best is {off}, and another could be meant: {_doubt(rivals[0])}")


def _is_rival(other: Candidate, outside_s: float, *, sent_close: bool) -> bool:
    """Another call that could be meant instead of one a few seconds off; one handed to somebody else counts only in doubt."""
    if other.is_contradicted:
        return not sent_close and other.tier <= Tier.CLOCK
    return other.tier <= Tier.CLOCK or (other.is_strong and not _is_clearly_farther(other, outside_s))


def _is_clearly_farther(other: Candidate, outside_s: float) -> bool:
    """Than one that lies `outside_s` seconds outside the stated time."""
    return other.gap_s >= CLEARLY_FARTHER_S and outside_s <= HARDLY_OUTSIDE_S


def _difference(pool: Sequence[Candidate]) -> str:
    seen = dict.fromkeys(f"one {', '.join(one.reasons[-1:])} ({one.reasons[2]})" for one in pool)
    return "; ".join(list(seen)[:3])


def _doubt(best: Candidate) -> str:
    if best.tier is Tier.HOUR:
        return f"one call fits only if the time given is off by one hour ({', '.join(best.reasons)})"
    if best.tier is Tier.ZONE:
        return f"one call fits only if the time given is of another time zone ({', '.join(best.reasons)})"
    if best.tier is Tier.TOLERANCE:
        return f"one call fits only if the time given is off by minutes ({', '.join(best.reasons)})"
    return f"one call fits but for this: {', '.join(best.reasons)}"
