"""Campaigns looked for in newer records: those asked about by numbers that the carrier's own records already showed. Pure but for the
store. Of a request whose call this carrier did not find, no number is taken."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from star57.agent.answered import Answered
from star57.agent.matching import Call, calls_among, ingress_of
from star57.agent.stores.contract import CdrStore, Span
from star57.agent.trunks import TrunkTable
from star57.agent.unmapped import NOT_SHOWN
from star57.numbers import number_key
from star57.wire.answers import OwnCustomer, ReceivedFromAbroad, ReceivedFromProvider

MOST_NUMBERS = 2_000  # of one campaign in one look-up, the newest
_SEEN_HERE = (ReceivedFromProvider, OwnCustomer, ReceivedFromAbroad)


@dataclass(frozen=True, slots=True)
class WatchedCampaign:
    """`numbers`: calling numbers by their key, as first written; `asked`: answered requests that name it, 0 for a published one."""

    name: str
    numbers: dict[str, str]
    asked: int

    @property
    def is_published(self) -> bool:
        return not self.asked


@dataclass(frozen=True, slots=True)
class WayIn:
    """`way`: as the switch wrote it; `upstream`: what the trunk table says, "" where it names nobody."""

    way: str
    upstream: str
    calls: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A campaign's calls in the span: how many, from which of its numbers, by which ways in (the largest first)."""

    campaign: WatchedCampaign
    calls: int
    numbers: tuple[str, ...]
    ways: tuple[WayIn, ...]
    first_at: datetime | None
    last_at: datetime | None


def campaigns_in(answers: Iterable[Answered]) -> tuple[WatchedCampaign, ...]:
    """From answers, the newest first, that named who handed the call over: those calls were found here. By name."""
    numbers: dict[str, dict[str, str]] = {}
    asked = Counter[str]()
    for one in answers:
        if not isinstance(one.response.answer, _SEEN_HERE):
            continue
        name, evidence = one.request.campaign.name, one.response.evidence
        asked[name] += 1
        known = numbers.setdefault(name, {})
        for written in (one.request.call.calling_number, evidence.calling_on_wire if evidence else None):
            key = number_key(written or "")
            if key and len(known) < MOST_NUMBERS:
                known.setdefault(key, written or "")
    return tuple(WatchedCampaign(name, numbers[name], asked[name]) for name in sorted(numbers))


def sighted(campaign: WatchedCampaign, store: CdrStore, trunks: TrunkTable, span: Span) -> Sighting:
    """Its numbers' calls in the span."""
    found = [one for one in store.by_calling(campaign.numbers.keys(), span) if _is_of(campaign, one.calling_in, one.calling_out)]
    calls = calls_among(found)
    numbers = {number_key(record.calling_in) or number_key(record.calling_out) for record in found} & campaign.numbers.keys()
    starts = [call.moments[0].since for call in calls]
    return Sighting(
        campaign, len(calls), tuple(sorted(campaign.numbers[key] for key in numbers)), _ways(calls, trunks),
        min(starts, default=None), max(starts, default=None),
    )  # fmt: skip


def _is_of(campaign: WatchedCampaign, *written: str) -> bool:
    """A store may also bring numbers that only end alike."""
    return any(number_key(one) in campaign.numbers for one in written if one)


def _ways(calls: Iterable[Call], trunks: TrunkTable) -> tuple[WayIn, ...]:
    counted = Counter[tuple[str, str]]()
    for call in calls:
        side = ingress_of(call.records, trunks)
        counted[side.written or NOT_SHOWN, " or ".join(map(str, side.ends))] += 1
    return tuple(WayIn(way, upstream, calls) for (way, upstream), calls in counted.most_common())
