"""Where everything on a path stands, before anything is drawn: stops, links, ends, in columns (upstream) and lanes (branches). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from star57.hub.domain.facts import ClaimState, HopStatus
from star57.hub.portal.handover import action_words, answer_that_stands, clock_words, handover_notes, said_by
from star57.hub.portal.lamps import Lamp, Light, lamp_of_hop
from star57.hub.reads.views import PathEnd, Station


class Certainty(StrEnum):
    """What a hand-over is worth: said by both sides, by one, denied, taken back, or not said yet."""

    BOTH = "both"
    ONE_SIDE = "one-side"
    DENIED = "denied"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class Stop:
    """One provider on the drawing."""

    key: str
    name: str
    finding: str
    lamp: Lamp
    state_words: str
    clock: str
    column: int
    lane: int
    awaits: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The hand-over between two stops, downstream first; downstream is None for the called subscriber."""

    downstream: str | None
    upstream: str
    certainty: Certainty
    notes: tuple[str, ...]
    said_by: str


@dataclass(frozen=True, slots=True)
class End:
    """Where a branch ended. action: what the provider that named its customer did about it, "" where that is not told."""

    key: str
    kind: str
    name: str
    country: str
    words: str
    action: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole path. stops are ordered branch by branch, each from the called side upstream."""

    called: str
    stops: tuple[Stop, ...]
    links: tuple[Link, ...]
    ends: tuple[End, ...]

    def stop(self, key: str) -> Stop:
        """The stop with this key."""
        return next(stop for stop in self.stops if stop.key == key)

    def link_to(self, key: str) -> Link:
        """The link that leads upstream to this stop."""
        return next(link for link in self.links if link.upstream == key)

    def end_of(self, key: str) -> End | None:
        """The end behind this stop, if its branch ended there."""
        return next((end for end in self.ends if end.key == key), None)

    @property
    def lanes(self) -> int:
        """How many branches run side by side."""
        return max((stop.lane for stop in self.stops), default=0) + 1

    @property
    def columns(self) -> int:
        """How many stops the longest branch has."""
        return max((stop.column for stop in self.stops), default=-1) + 1


CERTAINTY: Mapping[ClaimState, Certainty] = {
    ClaimState.CONFIRMED: Certainty.BOTH,
    ClaimState.ALLEGED: Certainty.ONE_SIDE,
    ClaimState.DISPUTED: Certainty.DENIED,
    ClaimState.RETRACTED: Certainty.TAKEN_BACK,
}


END_WORDS: Mapping[str, str] = MappingProxyType({
    "customer": gettext_noop("the customer who called"),
    "country": gettext_noop("beyond the border"),
    "silence": gettext_noop("no answer"),
    "declined": gettext_noop("will not say"),
    "no_record": gettext_noop("not found in its records"),
    "withdrawn": gettext_noop("withdrawn"),
})  # fmt: skip


def plan_path(stations: Sequence[Station], ends: Sequence[PathEnd], *, called: str, now: datetime) -> Plan:
    """Lay the stations out; called is the called number as it is to be read."""
    plan, by_hop = plan_marks(stations, ends, now=now), {station.hop: station for station in stations}
    stops = tuple(replace(stop, clock=clock_words(by_hop[stop.key])) for stop in plan.stops)
    links = tuple(_told(link, by_hop.get(link.downstream or ""), by_hop[link.upstream]) for link in plan.links)
    ends_told = tuple(replace(end, action=action_words(by_hop[end.key])) for end in plan.ends)
    return replace(plan, called=called, stops=stops, links=links, ends=ends_told)


def plan_marks(stations: Sequence[Station], ends: Sequence[PathEnd], *, now: datetime) -> Plan:
    """The same for a row of a list: without clocks, and without what was said about each hand-over."""
    by_hop = {station.hop: station for station in stations}
    marks = tuple(End(end.hop, end.kind, end.name, end.country, end_words(end.kind), "") for end in ends)
    ended = {mark.key for mark in marks}
    places = _places(stations)
    stops = tuple(_stop(by_hop[hop], place, now, has_end=hop in ended) for hop, place in places.items())
    links = tuple(Link(station.downstream, station.hop, certainty_of(station), (), "") for station in stations)
    return Plan("", stops, links, marks)


def end_words(kind: str) -> str:
    """What a branch's end is called under its sign; "" for a question, which the stop itself asks."""
    return _(END_WORDS[kind]) if kind in END_WORDS else ""


AWAITING = frozenset({Light.RUNNING, Light.DUE_SOON, Light.OVERDUE, Light.WAITING, Light.PERSON})


def _places(stations: Sequence[Station]) -> dict[str, tuple[int, int]]:
    """Column and lane of each hop. What still stands keeps its line; every further branch opens a lane of its own."""
    children: dict[str | None, list[Station]] = {}
    for station in sorted(stations, key=lambda each: (not each.is_live, each.position, each.hop)):
        children.setdefault(station.downstream, []).append(station)
    places: dict[str, tuple[int, int]] = {}
    lanes = 0
    todo = [(station, 0, -1) for station in reversed(children.get(None, []))]
    while todo:
        station, column, lane = todo.pop()
        if lane < 0:
            lane, lanes = lanes, lanes + 1
        places[station.hop] = (column, lane)
        further = children.get(station.hop, [])
        todo.extend((other, column + 1, -1) for other in reversed(further[1:]))
        todo.extend((first, column + 1, lane) for first in further[:1])
    return places


def _stop(station: Station, place: tuple[int, int], now: datetime, *, has_end: bool) -> Stop:
    lamp = lamp_of_hop(station.status, station.due_at, now)
    awaits = station.is_live and not has_end and lamp.light in AWAITING
    name = station.name or _("a provider not identified yet")
    column, lane = place
    return Stop(station.hop, name, station.finding, lamp, station.status_words, "", column, lane, awaits)


def _told(link: Link, downstream: Station | None, station: Station) -> Link:
    return replace(link, notes=handover_notes(downstream, station), said_by=said_by(downstream, station))


def certainty_of(station: Station) -> Certainty:
    """What the hand-over to this station is worth; where no claim was made, its own answer confirms it."""
    if station.claim in CERTAINTY:
        return CERTAINTY[station.claim]
    return Certainty.BOTH if answer_that_stands(station) and station.status is not HopStatus.DECLINED else Certainty.ONE_SIDE
