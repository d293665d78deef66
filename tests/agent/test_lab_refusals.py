"""The recorded calls asked about wrongly: at wrong times, with wrong callers, under clocks that differ. Never a wrong name."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from star57.agent.matching import Decision
from star57.numbers import is_withheld
from tests.agent.lab import Lab, LabCall, asterisk, follow, kamailio, needs_lab, outcome
from tests.agent.records import MemoryStore

pytestmark = needs_lab
LABS = {"kamailio": lambda: kamailio(with_egress=True), "asterisk": asterisk}
each_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS.keys())


def decisions(lab: Lab, calls: list[LabCall], uncertainty_s: float, off_s: float = 0.0) -> Counter[Decision]:
    return Counter(follow(lab, call, uncertainty_s=uncertainty_s, off_s=off_s).last.decision for call in calls)


@each_lab
@pytest.mark.parametrize("uncertainty_s", [2, 120])
@pytest.mark.parametrize("off_s", [3600, -3600, 3605, -3594, 300, -700, 7200, -18_000, 19_800])
def test_a_wrong_time_is_for_a_person(lab, uncertainty_s: float, off_s: float):
    assert set(decisions(lab(), list(lab().calls), uncertainty_s, off_s)) == {Decision.NOT_SURE}


@pytest.mark.slow
@pytest.mark.parametrize("uncertainty_s", [2, 5, 30])
def test_a_time_off_by_seconds_never_names_a_look_alike_that_does_not_fit_the_time_given_either(uncertainty_s: float):
    """Of two calls outside the time given, none may be named, at whichever carrier their ways part."""
    lab = kamailio(with_egress=True)
    for call in lab.calls:
        twins = [one for one in lab.calls if one is not call and (one.called, one.calling) == (call.called, call.calling)]
        for off_s in range(-60, 61) if twins else ():
            asked = call.at + timedelta(seconds=off_s)
            nearest_s = min(abs((one.at - asked).total_seconds()) for one in (call, *twins))
            if nearest_s > uncertainty_s + 1.5:  # what a whole second and a Julian day are read early by
                followed = follow(lab, call, uncertainty_s=uncertainty_s, off_s=off_s)
                assert followed.path in (call.path, call.path[: len(followed.path)]) or followed.last.answer is None, (call, off_s)


@each_lab
@pytest.mark.parametrize("off_s", [1300, -2000, 5400, -10_000, 57_600, -86_400])
def test_a_time_beyond_every_mistake_finds_nothing(lab, off_s: float):
    assert set(decisions(lab(), list(lab().calls), 120, off_s)) == {Decision.NOTHING_FOUND}


@each_lab
@pytest.mark.parametrize("uncertainty_s", [2, 60, 120])
def test_a_pair_that_never_talked_is_not_found(lab, uncertainty_s: float):
    """Real called and real calling numbers, never paired; only a withheld call in those seconds leaves a doubt."""
    found = decisions(lab(), never_called(lab(), 300), uncertainty_s)
    assert set(found) <= {Decision.NOTHING_FOUND, Decision.NOT_SURE}
    assert found[Decision.NOT_SURE] <= 24


def never_called(lab: Lab, count: int) -> list[LabCall]:
    chance = random.Random(57)
    real = {(call.called, call.calling) for call in lab.calls}
    pairs = [(one.called, other.calling) for one in lab.calls for other in lab.calls if other.calling]
    invented = sorted({pair for pair in pairs if pair not in real})
    return [
        LabCall(*pair, chance.choice(lab.calls).at + timedelta(seconds=chance.uniform(-30, 30)), ())
        for pair in chance.sample(invented, min(count, len(invented)))
    ]


@pytest.mark.parametrize("seed", range(3))
def test_carriers_whose_clocks_differ_by_up_to_three_seconds_make_no_wrong_name(seed: int):
    lab = with_clocks_off(kamailio(with_egress=True), seed, 3.0)
    outcomes = Counter(outcome(lab, call, uncertainty_s=2) for call in lab.calls)
    assert outcomes["wrong"] == 0
    assert outcomes["right"] >= 73


def with_clocks_off(lab: Lab, seed: int, most_s: float) -> Lab:
    chance, stores = random.Random(seed), {}
    for provider, store in lab.stores.items():
        off = timedelta(seconds=chance.uniform(-most_s, most_s))
        stores[provider] = MemoryStore()
        stores[provider].add(replace(one, started_at=one.started_at + off) for one in store.records.values())
    return replace(lab, stores=stores)


@pytest.mark.slow
def test_a_provider_that_lost_the_calls_of_one_caller_never_names_who_handed_over_anothers():
    lab = kamailio(with_egress=True)
    for call in lab.calls:
        for provider in call.path[:-1]:
            found = outcome(replace(lab, stores={**lab.stores, provider: without_pair(lab.stores[provider], call)}), call, uncertainty_s=2)
            assert found == "nothing_found"


def without_pair(store: MemoryStore, call: LabCall) -> MemoryStore:
    kept = MemoryStore()
    for one in store.records.values():
        same_caller = is_withheld(one.calling_in) if call.calling is None else one.calling_in.endswith(call.calling[2:])
        if not (same_caller and one.called_in.endswith(call.called[2:])):
            kept.add([one])
    return kept
