"""Calls that do not fit the stated time, or do not show the number asked, and are yet no less likely the call than those that do."""

from collections.abc import Sequence

from star57.agent.matching.candidates import Calling, Candidate, Egress
from star57.agent.matching.sought import CLOCK_ALLOWANCE_S, CallSought, Tier
from star57.numbers import LikenessKind

# Clocks differ by seconds: a call inside the stated time counts alone only when it is nearer than one outside by this much.
CLEARLY_NEARER_S = 3.0
HARDLY_OUTSIDE_S = 3.0


def doubles_of(fitting: Sequence[Candidate], candidates: Sequence[Candidate], sought: CallSought) -> list[Candidate]:
    """Those that came in from elsewhere than the fitting ones: with them about, no one name may be given."""
    ends = {one.upstreams for one in fitting}
    found = [*_nearly_as_near(candidates, fitting, sought), *_delayed(candidates, sought), *_shown_here(candidates, sought)]
    return [one for one in dict.fromkeys(found) if one.upstreams not in ends]


def is_sound(one: Candidate) -> bool:
    return one.is_strong and not one.is_contradicted


def _nearly_as_near(candidates: Sequence[Candidate], fitting: Sequence[Candidate], sought: CallSought) -> list[Candidate]:
    """Calls just outside the stated time that are hardly further from the time asked, or hardly outside where the stated time is so
    wide that nearness inside it says nothing."""
    reach_s = min(one.off_s for one in fitting) + CLEARLY_NEARER_S
    outside_s = HARDLY_OUTSIDE_S if sought.uncertainty_s > CLOCK_ALLOWANCE_S else -1.0
    return [one for one in candidates if is_sound(one) and one.tier is Tier.CLOCK and (one.off_s < reach_s or one.gap_s <= outside_s)]


def _delayed(candidates: Sequence[Candidate], sought: CallSought) -> list[Candidate]:
    """Calls that tried another next hop first, and so may have reached the downstream later than their start says, where its own
    record did not tell one call from the other."""
    if sought.handed_at is not None:
        return []
    late = (one for one in candidates if is_sound(one) and one.egress is Egress.SENT and one.tier is Tier.CLOCK and one.fits_arrival)
    return [one for one in late if len(_ways_tried(one, candidates)) > 1]


def _ways_tried(one: Candidate, candidates: Sequence[Candidate]) -> set[tuple[str, str]]:
    """Next hops of the call, and of records that began with it and came in the same way: some switches tie no attempts together."""
    together = [each for each in candidates if each.upstreams == one.upstreams and each.moments[0].gap_s(one.moments[0]) == 0]
    records = [record for each in together for record in each.records]
    return {(record.next_hop, record.trunk_out or record.channel_out.rpartition("-")[0]) for record in records} - {("", "")}


def _shown_here(candidates: Sequence[Candidate], sought: CallSought) -> list[Candidate]:
    """A caller who withholds the number from the called party alone: it is shown here, and no less the call than one without any.
    Where it is known when the call arrived downstream, clocks may have put it just outside the time given; else every such call inside
    may be it."""
    if sought.calling_number is not None or sought.handed_to is None:
        return []
    shown = [one for one in candidates if one.calling is Calling.WITHHELD and not one.is_contradicted]
    if sought.arrived_at is not None:
        return [one for one in shown if one.is_vouched_for and one.tier <= Tier.CLOCK and one.gap_s <= HARDLY_OUTSIDE_S]
    within = [one for one in shown if one.tier is Tier.WITHIN]
    return [one for one in within if one.called is not LikenessKind.DOUBTFUL and one.egress is not Egress.PERHAPS_ELSEWHERE]
