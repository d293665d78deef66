"""A made-up evening at one transit provider, full of calls that look alike: the right neighbour is named, never a wrong one."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from star57.agent.cdr import Cdr
from star57.agent.finding import find
from star57.agent.matching import CallSought, Decision
from star57.agent.trunks import Neighbour, TrunkMatch, TrunkRule, TrunkTable
from tests.agent.records import NOON, MemoryStore, record

NEIGHBOURS = {f"N{i}": f"127.0.20.{i}" for i in range(1, 5)}
NEXT = {"TERM": "127.0.15.1", "OTHER": "127.0.16.1"}
TABLE = TrunkTable(
    [TrunkRule(TrunkMatch(source=address), Neighbour(name)) for name, address in NEIGHBOURS.items()]
    + [TrunkRule(TrunkMatch(next_hop=address), Neighbour(name)) for name, address in NEXT.items()]
)
KINDS = ("alone", "other callers", "redialled", "retried", "route advance", "both legs", "same numbers elsewhere")


@dataclass(frozen=True, slots=True)
class Made:
    kind: str
    called: str
    calling: str
    at_s: float
    upstream: str


class Evening:
    """One call of each kind in turn, each to a number of its own, with its look-alikes around it."""

    def __init__(self, seed: int, calls: int) -> None:
        self.chance = random.Random(seed)
        self.store = MemoryStore()
        self.calls: list[Made] = []
        for number in range(calls):
            self.calls.append(self._call(KINDS[number % len(KINDS)], number))

    def _call(self, kind: str, number: int) -> Made:
        made = Made(kind, f"+1404555{number:04}", self._caller(), self.chance.uniform(0, 20_000), self.chance.choice(list(NEIGHBOURS)))
        self.store.add(self._legs(made, kind))
        for look_alike in self._look_alikes(made):
            self.store.add(self._legs(look_alike, "alone"))
        return made

    def _caller(self) -> str:
        return f"+1212555{self.chance.randrange(10_000):04}"

    def _look_alikes(self, made: Made) -> Iterator[Made]:
        near = made.at_s + self.chance.uniform(-8, 8)
        match made.kind:
            case "other callers":
                for _ in range(3):
                    yield Made("", made.called, self._caller(), near, self.chance.choice(list(NEIGHBOURS)))
            case "redialled":
                yield Made("", made.called, made.calling, made.at_s + 60, made.upstream)
            case "same numbers elsewhere":
                yield Made("", made.called, made.calling, near, self._another(made.upstream))

    def _another(self, upstream: str) -> str:
        return self.chance.choice([name for name in NEIGHBOURS if name != upstream])

    def _legs(self, made: Made, kind: str) -> list[Cdr]:
        ref = f"call-{self.chance.getrandbits(64):x}"
        form = self.chance.choice(["{}", "00{}", "9911#{}"]).format(made.called[1:])
        common = {"called_in": form, "called_out": made.called, "calling_in": made.calling[1:], "within_s": 1.0}

        def leg(off_s: float, hop: str, ref: str = ref, **texts: str) -> Cdr:
            return record(made.at_s + off_s, **{**common, "source": NEIGHBOURS[made.upstream], "call_ref": ref, "next_hop": hop, **texts})

        match kind:
            case "retried":
                return [leg(0, NEXT["TERM"], release="503"), leg(1.2, NEXT["TERM"], ref + "b", release="200")]
            case "route advance":
                return [leg(0, NEXT["OTHER"], release="503"), leg(1.5, NEXT["TERM"], release="200")]
            case "both legs":
                return [leg(0, ""), leg(0.2, NEXT["TERM"], source="", call_id="b-leg")]
        return [leg(0, NEXT["TERM"])]

    def asked(self, made: Made, *, off_s: float = 0.0, uncertainty_s: float = 2.0, calling: str | None = None) -> CallSought:
        at = NOON + timedelta(seconds=made.at_s + off_s)
        return CallSought(made.called, calling or made.calling, at, uncertainty_s, "TERM", None, None, None)


@pytest.fixture(scope="module")
def evening() -> Evening:
    return Evening(seed=57, calls=350)


def test_a_search_by_called_number_alone_would_name_the_wrong_neighbour(evening: Evening):
    ambiguous = [made for made in evening.calls if len({one.source for one in evening.store.by_key[made.called[-7:]] if one.source}) > 1]
    assert len(ambiguous) > 60


@pytest.mark.parametrize("uncertainty_s", [2, 5, 30, 120])
def test_no_look_alike_is_ever_named(evening: Evening, uncertainty_s: float):
    seen: Counter[tuple[str, str]] = Counter()
    for made in evening.calls:
        off_s = evening.chance.uniform(-uncertainty_s, uncertainty_s) * 0.9
        verdict = find(evening.asked(made, off_s=off_s, uncertainty_s=uncertainty_s), evening.store, TABLE)
        assert verdict.answer in (None, Neighbour(made.upstream)), (made, verdict.summary())
        seen[made.kind, verdict.decision.value] += 1
    assert all(seen[kind, "one_answer"] == 50 for kind in KINDS[:-1]), seen
    assert seen["same numbers elsewhere", "one_answer"] + seen["same numbers elsewhere", "two_calls_fit"] == 50


def test_a_call_that_never_was_is_not_found_among_calls_to_the_same_number(evening: Evening):
    decisions = Counter(
        find(evening.asked(made, uncertainty_s=60, calling="+13105550100"), evening.store, TABLE).decision for made in evening.calls
    )
    assert decisions == {Decision.NOTHING_FOUND: 350}


@pytest.mark.parametrize("off_s", [3600, -3600])
def test_an_hour_off_names_nobody_but_finds_the_call_for_a_person(evening: Evening, off_s: float):
    decisions = Counter(find(evening.asked(made, off_s=off_s), evening.store, TABLE).decision for made in evening.calls)
    assert decisions == {Decision.NOT_SURE: 350}
