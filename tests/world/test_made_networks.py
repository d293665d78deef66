"""Networks nobody has seen, in every format a world may hold, full of look-alikes: calls are followed home, and none to a wrong one."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.world.made.network import KINDS, Network, Truth
from tests.world.made.worlds import World, outcome, read, write_world
from tests.world.runs import traced

SEEDS = range(8)


@pytest.fixture(scope="module")
def networks(tmp_path_factory) -> list[tuple[World, list[Truth]]]:
    made = [Network(seed, providers=4 + seed % 3, calls=5 * len(KINDS)) for seed in SEEDS]
    return [(read(write_world(network, tmp_path_factory.mktemp("made"))), network.truths) for network in made]


def outcomes(networks, *, off_s: float = 0.0, uncertainty_s: float = 2.0, calling: str | None = "") -> Iterator[tuple[Truth, str]]:
    """`calling` "": the one that was seen."""
    for world, truths in networks:
        for truth in truths:
            at = truth.at + timedelta(seconds=off_s)
            yield truth, outcome(world, truth, at=at, uncertainty_s=uncertainty_s, calling=truth.calling if calling == "" else calling)


def counted(found: Iterator[tuple[Truth, str]]) -> Counter[str]:
    return Counter(what for _, what in found)


def test_with_the_time_known_to_seconds_nearly_every_call_is_followed_home_and_none_to_a_wrong_one(networks):
    found = list(outcomes(networks))
    assert [truth for truth, what in found if what == "wrong"] == []
    others = [(truth, what) for truth, what in found if what != "right"]
    assert {what for _, what in others} <= {"two_calls_fit"}
    assert len(others) <= 0.03 * len(found)


@pytest.mark.parametrize("uncertainty_s", [30, 120])
def test_with_much_doubt_none_is_wrong_and_no_call_is_lost(networks, uncertainty_s: float):
    found = counted(outcomes(networks, uncertainty_s=uncertainty_s))
    assert found["wrong"] == found["nothing_found"] == 0
    assert found["right"] >= 0.8 * found.total()


@pytest.mark.parametrize(("off_s", "uncertainty_s"), [(300, 2), (-300, 30), (300, 120), (25, 30), (-100, 120)])
def test_a_wrong_time_names_nobody_wrongly(networks, off_s: float, uncertainty_s: float):
    found = counted(outcomes(networks, off_s=off_s, uncertainty_s=uncertainty_s))
    assert found["wrong"] == found["nothing_found"] == 0


@pytest.mark.parametrize("off_s", [-3600, 3600])
def test_an_hour_off_names_nobody_wrongly_and_loses_no_call(networks, off_s: float):
    found = counted(outcomes(networks, off_s=off_s))
    assert found["wrong"] == found["nothing_found"] == 0


def test_a_call_that_never_was_is_not_found_unless_a_withheld_number_may_hide_it(networks):
    invented = list(outcomes(networks, calling="+13105550100", uncertainty_s=60))
    assert {what for truth, what in invented if truth.calling} == {"nothing_found"}
    assert {what for truth, what in invented if not truth.calling} == {"not_sure"}
    assert counted(outcomes(networks, off_s=3 * 3600 + 1800, uncertainty_s=60))["wrong"] == 0
    assert set(counted(outcomes(networks, off_s=86_400, uncertainty_s=120))) == {"nothing_found"}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_made_network_goes_through_the_demo_as_it_goes_through_the_agents(tmp_path):
    network = Network(57, providers=6, calls=3 * len(KINDS))
    world = write_world(network, tmp_path)
    rows = [f"{each.called},{each.calling or ''},{each.at.isoformat()},P0,2\n" for each in network.truths]
    calls = traced(tmp_path, world, rows, within_s=200)["calls"]
    named = [(call["path"], call["source"]["name"]) if call["source"] else call["waiting_for"]["reason"] for call in calls]
    expected = [(list(each.path), each.source) for each in network.truths]
    assert {one for one, right in zip(named, expected, strict=True) if one != right} <= {"two_calls_fit"}
