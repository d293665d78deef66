"""A call of this provider that may be the one asked about, with everything that speaks for and against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from star57.agent.cdr import Cdr
from star57.agent.ends import End
from star57.agent.matching.arrival import may_have_arrived
from star57.agent.matching.calls import SAME_CALL_S, Call, Moment
from star57.agent.matching.diversion import diverted_from
from star57.agent.matching.likeness import Calling, NumberLikeness, Trail, numbers_of, trail_of
from star57.agent.matching.passport import claims_of
from star57.agent.matching.sides import Egress, EgressSide, IngressSide, by_ingress, egress_of, ingress_of
from star57.agent.matching.sought import CLOCK_ALLOWANCE_S, HOUR_S, CallSought, Tier, tier_of, zone_shift_s
from star57.agent.matching.worth import is_worth_a_look
from star57.agent.trunks import TrunkTable
from star57.numbers import LikenessKind

__all__ = ["Calling", "Candidate", "Egress", "candidates_of"]

_EGRESS_ORDER = tuple(Egress)
_CALLED_ORDER = tuple(LikenessKind)
_CALLING_ORDER = tuple(Calling)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Its start lies in [started_at, started_at + within_s]; `upstreams` has several ends when trunk rules contradict.
    `fits_arrival`: when the call reached the downstream is known, and this one may have reached it then."""

    records: tuple[Cdr, ...]
    moments: tuple[Moment, ...]
    upstreams: tuple[End, ...]
    upstream_words: str  # the ingress as the switch wrote it: "from 127.0.13.1"
    tier: Tier
    off_s: float  # seconds from the time asked (shifted, in Tier.HOUR and ZONE) to the nearest instant it may have begun
    gap_s: float  # seconds by which it misses the stated window
    called_number: str  # E.164: the number it was found under
    called: LikenessKind
    calling: Calling
    came_in_for: str  # another number it was dialled to, and forwarded from; "" for the one asked
    diverted_from: str  # E.164: the number its signalling says it had been diverted from when it came in, else ""
    egress: Egress
    trail: Trail
    fits_arrival: bool
    reasons: tuple[str, ...]

    @property
    def upstream(self) -> End | None:
        """Who handed it over, when exactly one end is named."""
        return self.upstreams[0] if len(self.upstreams) == 1 else None

    @property
    def started_at(self) -> datetime:
        return self.moments[0].since

    @property
    def within_s(self) -> float:
        """Where attempts lie too far apart for one call, its clock was put back: it began at the first moment or at the last."""
        whole_s = (self.moments[-1].until - self.moments[0].since).total_seconds()
        return whole_s if whole_s > SAME_CALL_S else self.moments[0].width.total_seconds()

    @property
    def is_strong(self) -> bool:
        """Its numbers, or its Call-ID, are those asked. An origid may stand for a whole customer: it makes up for a
        withheld number, not for another one."""
        made_up_for = self.calling is Calling.WITHHELD and self.trail.is_same_origid
        are_numbers = self.called is not LikenessKind.DOUBTFUL and (self.calling is Calling.SAME or made_up_for)
        return are_numbers or self.trail.is_same_call_id

    @property
    def is_vouched_for(self) -> bool:
        """One of its numbers cannot be told, but it went there when this call arrived."""
        is_told = self.called is not LikenessKind.DOUBTFUL
        deviates_once = self.calling is Calling.WITHHELD if is_told else self.calling is Calling.SAME
        return deviates_once and self.fits_arrival and not self.is_contradicted and self.egress is not Egress.PERHAPS_ELSEWHERE

    @property
    def is_contradicted(self) -> bool:
        """It was handed to somebody else, or signed as another call."""
        return self.egress is Egress.ELSEWHERE or self.trail.is_another_origid

    @property
    def call_ids(self) -> tuple[str, ...]:
        """Call-IDs on the ingress leg: what the upstream knows this call under."""
        return tuple(dict.fromkeys(record.call_id for record in self.records if record.call_id))

    @property
    def origids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (claims_of(record.identity).origid for record in self.records))))

    @property
    def rank(self) -> tuple[object, ...]:
        """Best first when sorted."""
        return (
            not (self.trail.is_same_call_id or self.trail.is_same_origid),
            not self.is_strong,
            self.is_contradicted,
            self.tier,
            _CALLING_ORDER.index(self.calling),
            _EGRESS_ORDER.index(self.egress),
            _CALLED_ORDER.index(self.called),
            self.off_s,
            self.moments,
            self.records[0].record_id,
            tuple(map(str, self.upstreams)),
        )


def candidates_of(call: Call, sought: CallSought, trunks: TrunkTable) -> Iterator[Candidate]:
    """The call, or each of its passes through this switch, unless numbers and time rule it out."""
    for one in by_ingress(call, trunks):
        placed = _placed(one, sought)
        if placed is None:
            continue
        tier, gap_s, off_s = placed
        numbers, trail = numbers_of(one.records, sought, trunks), trail_of(one.records, sought)
        ingress, egress = ingress_of(one.records, trunks), egress_of(one.records, trunks, sought.handed_to)
        arrived_at, diverted = sought.arrived_at, diverted_from(one.records, sought.called_number)
        fits_arrival = arrived_at is not None and may_have_arrived(one.moments, arrived_at)
        tier = Tier.CLOCK if fits_arrival and tier is Tier.TOLERANCE else tier  # post-dial delay and refused attempts came between
        candidate = Candidate(
            one.records, one.moments, ingress.ends, ingress.written, tier, off_s, gap_s,
            sought.called_number, numbers.called, numbers.calling, numbers.came_in_for, diverted, egress.egress, trail, fits_arrival,
            _reasons(numbers, _time_words(tier, off_s, sought, one.moments[0]), trail, egress, ingress),
        )  # fmt: skip
        if is_worth_a_look(candidate, sought):
            yield candidate


def _placed(call: Call, sought: CallSought) -> tuple[Tier, float, float] | None:
    """Tier, seconds outside the window and seconds from the time asked, of the attempt that fits best."""
    tiers = [found for moment in call.moments if (found := tier_of(sought.window, moment))]
    if not tiers:
        return None
    tier, gap_s = min(tiers)
    asked = Moment(sought.at, sought.at)
    return tier, gap_s, min(asked.shifted(shift_s).gap_s(each) for each in call.moments for shift_s in _shifts(tier, asked, each))


def _shifts(tier: Tier, asked: Moment, moment: Moment) -> tuple[float, ...]:
    """By what the time asked must be off for this tier, in seconds."""
    if tier is Tier.HOUR:
        return (-HOUR_S, HOUR_S)
    return (zone_shift_s(asked, moment),) if tier is Tier.ZONE else (0.0,)


def _time_words(tier: Tier, off_s: float, sought: CallSought, began: Moment) -> str:
    if tier is Tier.ZONE:
        hours = zone_shift_s(sought.window, began) / HOUR_S
        return f"{abs(hours):g} hours {'after' if hours > 0 else 'before'} the time given, as if that were of another time zone"
    off = f"{off_s:.1f} s" if off_s < 60 else f"{off_s / 60:.1f} min"
    if tier is Tier.HOUR:
        return "exactly one hour from the time given" if off_s <= CLOCK_ALLOWANCE_S + sought.uncertainty_s else f"one hour and {off} off"
    return f"{off} from the time given" if off_s >= 0.05 else "at the time given"


def _reasons(numbers: NumberLikeness, time: str, trail: Trail, egress: EgressSide, ingress: IngressSide) -> tuple[str, ...]:
    return tuple(filter(None, (*numbers.words, time, *trail.words, egress.words, ingress.words)))
