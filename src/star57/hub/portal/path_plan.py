"""Where everything on a path stands, before anything is drawn: stops, links, ends, in columns (upstream) and lanes (branches). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from star57.hub.domain.facts import ClaimState, HopStatus
from star57.hub.portal.handover import answer_that_stands, clock_words, handover_notes, said_by
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
    """Where a branch ended."""

    key: str
    kind: str
    name: str
    country: str
    words: str


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


def plan_path(stations: Sequence[Station], ends: Sequence[PathEnd], *, called: str, now: datetime) -> Plan:
    """Lay the stations out; called is the called number as it is to be read."""
    by_hop = {station.hop: station for station in stations}
    places = _places(stations)
    stops = tuple(_stop(by_hop[hop], column, lane, now) for hop, (column, lane) in places.items())
    links = tuple(_link(by_hop.get(station.downstream or ""), station) for station in stations)
    marks = tuple(End(end.hop, end.kind, end.name, end.country, end_words(end.kind)) for end in ends)
    ended = {mark.key for mark in marks}
    stops = tuple(replace(stop, awaits=stop.awaits and stop.key not in ended) for stop in stops)
    return Plan(called, stops, links, marks)


def end_words(kind: str) -> str:
    """What a branch's end is called under its sign; "" for a question, which the stop itself asks."""
    words = {
        "customer": _("the customer who called"),
        "country": _("beyond the border"),
        "silence": _("no answer"),
        "declined": _("will not say"),
        "no_record": _("not found in its records"),
        "withdrawn": _("withdrawn"),
    }
    return words.get(kind, "")


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


def _stop(station: Station, column: int, lane: int, now: datetime) -> Stop:
    lamp = lamp_of_hop(station.status, station.due_at, now)
    awaits = station.is_live and lamp.light in {Light.RUNNING, Light.DUE_SOON, Light.OVERDUE, Light.WAITING, Light.PERSON}
    name = station.name or _("a provider not identified yet")
    return Stop(station.hop, name, station.finding, lamp, station.status_words, clock_words(station), column, lane, awaits)


def _link(downstream: Station | None, station: Station) -> Link:
    certainty = CERTAINTY.get(station.claim)
    if certainty is None:
        certainty = Certainty.BOTH if answer_that_stands(station) and station.status is not HopStatus.DECLINED else Certainty.ONE_SIDE
    return Link(station.downstream, station.hop, certainty, handover_notes(downstream, station), said_by(downstream, station))
