"""A made-up phone network and its calls with all that happens to calls: what each switch sees of each, and where each came from."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

# The night in which New York and Chicago put their clocks back: an hour of local time comes twice.
START = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
SPAN_S = 12_000
KINDS = "plain redial advance refused-then-other-way twin-a-minute-later withheld revealed-upstream retried".split()
FORMATS = (
    "sqlite",
    "sqlite-acc",
    "flatstore",
    "dbtext",
    "json",
    "asterisk-old",
    "asterisk-new",
    "asterisk-custom",
    "freeswitch",
    "csv",
    "csv-local",
)
PREFIXES = ("", "", "9911#", "1010", "#71#", "77001")
FORMS = {"plus": "+{}", "bare": "{}", "international": "00{}", "from US": "011{}", "ported": "+{};npdi;rn=+16172990000"}
LOCAL = ("csv-local", "asterisk-old", "asterisk-custom")


@dataclass(frozen=True, slots=True)
class Leg:
    """One attempt as one switch sees it, by true time; peer_out "" where it went no further."""

    call: str
    began: datetime
    ring_s: float
    talk_s: float
    code: int
    peer_in: str
    peer_out: str
    called_in: str
    called_out: str
    calling: str
    call_id: str


@dataclass(slots=True)
class Provider:
    id: str
    format: str
    clock_s: float
    form: str
    prefix: str
    changes_call_ids: bool
    tells_egress: bool
    zone: str
    upstreams: list[str] = field(default_factory=list)
    downstreams: list[str] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)


class Truth(NamedTuple):
    kind: str
    called: str
    calling: str | None
    at: datetime
    path: tuple[str, ...]
    source: str


class Network:
    """Providers P0 (terminating) to Pn; each may hand calls to all with a lower number. The same seed makes the same network."""

    def __init__(self, seed: int, *, providers: int, calls: int) -> None:
        self.chance = random.Random(seed)
        self.providers = {f"P{i}": self._provider(f"P{i}") for i in range(providers)}
        self.addresses: dict[str, str] = {"": ""}
        for i, one in enumerate(self.providers.values()):
            ids = list(self.providers)
            one.upstreams = [*ids[i + 1 :], f"CUST-{one.id}-a", f"CUST-{one.id}-b", f"FOREIGN-{one.id}"]
            one.downstreams = ids[:i]
            self.addresses |= {one.id: f"10.57.{i}.1"} | {name: f"10.58.{i}.{k}" for k, name in enumerate(one.upstreams) if "-" in name}
        self.truths = [self._traced(KINDS[k % len(KINDS)]) for k in range(calls)]

    def _provider(self, name: str) -> Provider:
        pick = self.chance.choice
        format_ = pick(FORMATS)
        zone = pick(["America/New_York", "America/Chicago"]) if format_ in LOCAL else "UTC"
        clock_s = self.chance.uniform(-3, 3)
        return Provider(name, format_, clock_s, pick(list(FORMS.values())), pick(PREFIXES), pick([True, False]), pick([True, False]), zone)

    def _traced(self, kind: str) -> Truth:
        called, calling = f"+1617555{self.chance.randrange(10_000):04}", f"+1202555{self.chance.randrange(10_000):04}"
        at, path = START + timedelta(seconds=self.chance.uniform(0, SPAN_S)), self._path()
        source = self._source(path)
        reached = self._place(kind, called, calling, at, path, source)
        if kind == "redial":
            self._place("plain", called, calling, at + timedelta(seconds=self.chance.uniform(20, 60)), path, source)
        if kind == "twin-a-minute-later":
            other = self._path()
            self._place("plain", called, calling, at + timedelta(seconds=self.chance.uniform(45, 75)), other, self._source(other))
        return Truth(kind, called, None if kind in ("withheld", "revealed-upstream") else calling, reached, tuple(path), source)

    def _path(self) -> list[str]:
        path = ["P0"]
        while len(path) < 5 and self.chance.random() < 0.75:
            ups = [name for name in self.providers[path[-1]].upstreams if name in self.providers]
            path.extend([self.chance.choice(ups)] if ups else [])
        return path

    def _source(self, path: list[str]) -> str:
        return self.chance.choice([name for name in self.providers[path[-1]].upstreams if name not in self.providers])

    def _place(self, kind: str, called: str, calling: str, at: datetime, path: list[str], source: str) -> datetime:
        """Downwards from the source; returns when the call reached the terminating provider."""
        chance, hops = self.chance, path[::-1]
        talk_s = chance.choice([0.0, chance.uniform(3, 200)])
        code = 200 if talk_s else chance.choice([487, 480, 486])
        prev, call_id, reached = source, f"{chance.getrandbits(64):x}@{source}", at
        for name, nxt in zip(hops, [*hops[1:], ""], strict=True):
            one, reached = self.providers[name], at
            shown = (
                "anonymous"
                if kind == "withheld" or (kind == "revealed-upstream" and not nxt)
                else chance.choice(["{}", "+{}"]).format(calling[1:])
            )
            call_id_out = f"{chance.getrandbits(64):x}@{name}" if one.changes_call_ids else call_id
            went_out = self._written(nxt, name, called) if nxt else called[1:]
            facts = (self._written(name, prev, called), went_out, shown, call_id)
            waited_s = self._attempts_before(kind, one, prev, nxt, at, called, facts, call_id_out)
            ring_s = waited_s + chance.uniform(2, 20)
            one.legs.append(Leg(f"{call_id}{prev}", at, ring_s, talk_s, code, prev, nxt or "SUBSCRIBER", *facts))
            at += timedelta(seconds=waited_s + chance.uniform(0.03, 0.4))
            prev, call_id = name, call_id_out
        return reached

    def _attempts_before(
        self, kind: str, one: Provider, prev: str, nxt: str, at: datetime, called: str, facts: tuple[str, str, str, str], id_out: str
    ) -> float:
        """Seconds lost with attempts that failed: elsewhere, which that provider records as well, or at the next hop."""
        others = [name for name in one.downstreams if name != nxt]
        failed = Leg(f"{facts[3]}{prev}", at, 0.0, 0.0, 503, prev, nxt, *facts)
        if nxt and kind == "retried":
            one.legs.append(failed)
            return self.chance.uniform(0.5, 2)
        if not nxt or not others or kind not in ("advance", "refused-then-other-way"):
            return 0.0
        other = others[0] if kind == "refused-then-other-way" else self.chance.choice(others)
        there = (self._written(other, one.id, called), called[1:], facts[2], id_out + "x")
        one.legs.append(Leg(failed.call, at, 0.0, 0.0, 503, prev, other, *facts))
        self.providers[other].legs.append(Leg(f"{id_out}x", at, 0.2, 0.0, 503, one.id, "", *there))
        return self.chance.uniform(0.2, 7)

    def _written(self, at: str, by: str, called: str) -> str:
        one = self.providers[at]
        return one.prefix + called[1:] if one.prefix and by in self.providers else one.form.format(called[1:])
