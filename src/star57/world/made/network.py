"""A made-up phone network, its calls with their troubles, and the truth about each call that somebody will complain of."""

import random
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from star57.world.made.carriers import FORMATS, SHOWS_BOTH_NUMBERS, TELLS_DIVERSION, Carrier, Role, addresses_of, carriers_of
from star57.world.made.placing import Dialled, Placed, place
from star57.world.made.troubles import OF_CARRIERS, Trouble

# The night in which New York and Chicago put their clocks back: an hour of local time comes twice.
START = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
_LEAST_SPAN_S = 12_000.0
_SPAN_PER_CALL_S = 30.0
_LONGEST_PATH = 7
_AREAS = "201 202 212 213 214 215 303 305 312 313 404 408 412 415 503 504 512 602 612 614 615 617 702 704 713 716 801 803 808 816".split()
_FROM_UTC_H = (-8, -7, -6, -5, -4, 2, 8)  # a local time that was taken for UTC
OWN_CALLER = 0.05  # of the calls that reach an intermediate carrier, those its own customer placed


class Truth(NamedTuple):
    """`at` is the complaint's; `path` and `source` are what a trace must find, `missing` the carrier without a record, or "".
    From `forwarded_by` upstream the call went to `dialled`."""

    troubles: frozenset[Trouble]
    called: str
    calling: str | None
    at: datetime
    starts: tuple[datetime, ...]  # by each carrier's own clock, in the order of the path
    path: tuple[str, ...]
    source: str
    missing: str
    dialled: str
    forwarded_by: str


@dataclass(frozen=True, slots=True)
class Order:
    """How large a network, and what happens in it: `shares` of the calls that each trouble strikes; 1 for a carriers' habit."""

    seed: int
    carriers: int
    calls: int
    shares: Mapping[Trouble, float]


class Network:
    """The same order makes the same network."""

    def __init__(self, order: Order) -> None:
        self.chance = random.Random(order.seed)
        self.order = order
        self.carriers = carriers_of(self.chance, order.carriers, order.shares.keys() & OF_CARRIERS)
        self.addresses = addresses_of(self.carriers)
        self._terminating = [one for one in self.carriers.values() if one.role is Role.TERMINATING]
        self._span_s = max(_LEAST_SPAN_S, _SPAN_PER_CALL_S * order.calls)
        self.truths = [self._traced() for _ in range(order.calls)]

    def _traced(self) -> Truth:
        chance, shares = self.chance, {each: share for each, share in self.order.shares.items() if each not in OF_CARRIERS}
        troubles = frozenset(each for each in Trouble if each in shares and chance.random() < shares[each])
        call = self._call(troubles, START + timedelta(seconds=chance.uniform(0, self._span_s)))
        placed = place(call, self.carriers, chance)
        self._place_others(call, placed)
        missing = chance.choice(call.path) if Trouble.MISSING in troubles else ""
        if missing:
            one = self.carriers[missing]
            one.legs = [leg for leg in one.legs if leg.call != placed.calls[missing]]
        calling = None if call.path[0] in call.hidden_at else call.calling
        at = placed.reached + timedelta(seconds=self._wrong_by_s(troubles))
        starts = tuple(placed.began[name] + timedelta(seconds=self.carriers[name].clock_s) for name in call.path)
        return Truth(troubles, call.called, calling, at, starts, call.path, call.source, missing, call.dialled, call.forwarded_by)

    def _call(self, troubles: Set[Trouble], at: datetime) -> Dialled:
        called, calling = self._number(), self._number()
        path, forwarded_by = self._path(self.chance.choice(self._terminating)), ""
        if Trouble.DIVERSION in troubles:
            path, forwarded_by = self._forwarded_path(set(FORMATS) - set(SHOWS_BOTH_NUMBERS), TELLS_DIVERSION)
        elif Trouble.FORWARDING in troubles:
            path, forwarded_by = self._forwarded_path(SHOWS_BOTH_NUMBERS, FORMATS)
        hidden: tuple[str, ...] = ()
        if Trouble.WITHHELD in troubles:
            hidden = path if self.chance.random() < 0.5 else path[:1]
        dialled = self._number() if forwarded_by else called
        source = self.chance.choice(self.carriers[path[-1]].ends)
        return Dialled(called, calling, at, path, source, troubles, frozenset(hidden), dialled, forwarded_by)

    def _place_others(self, call: Dialled, placed: Placed) -> None:
        chance = self.chance
        if Trouble.SECOND_CALL in call.troubles:
            place(self._at(call, chance.uniform(20, 60)), self.carriers, chance)
        if Trouble.LOOK_ALIKE in call.troubles:
            other = self._by_another_way(call)
            if chance.random() < 0.5:
                place(self._at(other, chance.choice((-1, 1)) * chance.uniform(12, 75)), self.carriers, chance)
            else:
                place(self._at(replace(other, calling=self._number()), chance.uniform(-2, 2)), self.carriers, chance)
        if Trouble.SIMULTANEOUS_RING in call.troubles:
            self._ring_elsewhere(call, placed)

    def _at(self, call: Dialled, after_s: float) -> Dialled:
        return replace(call, at=call.at + timedelta(seconds=after_s), troubles=call.troubles & {Trouble.PORTABILITY})

    def _by_another_way(self, call: Dialled) -> Dialled:
        path = self._path(self.carriers[call.path[0]])
        source = self.chance.choice(self.carriers[path[-1]].ends)
        hidden = frozenset(path if call.hidden_at else ())
        return replace(call, path=path, source=source, hidden_at=hidden, dialled=call.called, forwarded_by="")

    def _ring_elsewhere(self, call: Dialled, placed: Placed) -> None:
        """The terminating carrier sends a leg of the same call to a second number, which some other carrier serves."""
        one = self.carriers[call.path[0]]
        ways = self._ways_from(one)
        if not ways:
            return
        way, second = self.chance.choice(ways), self._number()
        ringing = next(leg for leg in one.legs if leg.call == placed.calls[one.id])
        one.legs.append(replace(ringing, peer_out=way[1], called_out=second[1:]))
        twin = replace(call, called=second, dialled=second, forwarded_by="", path=way, source=one.id, at=placed.reached)
        place(self._at(twin, 0.1), self.carriers, self.chance)

    def _ways_from(self, one: Carrier) -> list[tuple[str, str]]:
        """Downstream through one intermediate carrier to a terminating one, listed upstream."""
        return [(last, name) for name in one.downstreams for last in self.carriers[name].downstreams if self._serves(last, one.id)]

    def _serves(self, name: str, other_than: str) -> bool:
        return self.carriers[name].role is Role.TERMINATING and name != other_than

    def _forwarded_path(self, by: Collection[str], to: Collection[str]) -> tuple[tuple[str, ...], str]:
        """By a carrier that can send calls on and whose format is one of these, to one with one of those; the plain way where none can."""
        able = [one for one in self._terminating if one.format in by]
        for one in self.chance.sample(able, len(able)):
            ways = self._ways_from(one)
            upstream = self._path(one)
            free = [way for way in ways if not set(way) & set(upstream) and self.carriers[way[0]].format in to]
            if free:
                return (*self.chance.choice(free), *upstream), one.id
        return self._path(self._terminating[0]), ""

    def _path(self, first: Carrier) -> tuple[str, ...]:
        path = [first.id]
        while len(path) < _LONGEST_PATH:
            one = self.carriers[path[-1]]
            ups = [name for name in one.upstreams if name not in path]
            if not ups or (len(path) > 1 and (one.role is Role.TERMINATING or self.chance.random() < OWN_CALLER)):
                break
            path.append(self.chance.choice(ups))
        return tuple(path)

    def _number(self) -> str:
        return f"+1{self.chance.choice(_AREAS)}55501{self.chance.randrange(100):02}"

    def _wrong_by_s(self, troubles: Set[Trouble]) -> float:
        sign = self.chance.choice((-1, 1))
        minutes = sign * self.chance.uniform(180, 840) if Trouble.WRONG_MINUTES in troubles else 0.0
        if minutes or Trouble.WRONG_HOUR in troubles:
            return minutes or sign * 3600.0
        return self.chance.choice(_FROM_UTC_H) * 3600.0 if Trouble.WRONG_ZONE in troubles else 0.0
