"""Networks nobody has seen, in every format a world may hold, full of look-alikes: calls are followed home, and none to a wrong one."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from star57.world.made.folder import CALLS, WORLD, write_world
from star57.world.made.measuring import Loaded, Outcome, load, measure
from star57.world.made.network import Network, Order
from star57.world.made.tally import Row, row_of, tally
from star57.world.made.troubles import OF_CARRIERS, Trouble, usual_shares
from tests.depth import how_many
from tests.world.runs import demo, result_of

pytestmark = pytest.mark.slow

OF_COMPLAINTS = {Trouble.WRONG_MINUTES, Trouble.WRONG_HOUR, Trouble.WRONG_ZONE, Trouble.MISSING, Trouble.FORWARDING}
OF_CALLS = {trouble: share for trouble, share in usual_shares().items() if trouble not in OF_COMPLAINTS}


def made(folder, seed: int, *, shares, carriers: int = 24, calls: int = 60, uncertainty_s: float = 2.0) -> Loaded:
    write_world(Network(Order(seed, carriers, calls, shares)), folder, uncertainty_s=uncertainty_s)
    return load(folder)


@pytest.fixture(scope="module")
def networks(tmp_path_factory) -> list[Loaded]:
    return [made(tmp_path_factory.mktemp("made") / "net", seed, shares=OF_CALLS) for seed in range(3)]


def asked(network: Loaded, *, off_s: float = 0.0, **facts) -> Loaded:
    return network_with(network, lambda call: replace(call, at=call.at + timedelta(seconds=off_s), **facts))


def network_with(network: Loaded, change) -> Loaded:
    return replace(network, calls=[change(call) for call in network.calls])


def counted(networks, **facts) -> Row:
    return row_of("", [one for network in networks for one in measure(asked(network, **facts))])


def test_with_the_time_known_to_seconds_nearly_every_answer_is_right_and_none_wrong(networks):
    found = counted(networks)
    assert found.wrong == 0
    assert found.unsure_percent <= 3


@pytest.mark.parametrize("uncertainty_s", [30, 120])
def test_with_much_doubt_none_is_wrong(networks, uncertainty_s: float):
    found = counted(networks, uncertainty_s=uncertainty_s)
    assert found.wrong == 0
    assert found.right >= 0.8 * found.answers


@pytest.mark.parametrize(
    ("off_s", "uncertainty_s"), [(300, 2), (-300, 30), (300, 120), (25, 30), (-100, 120), (-3600, 2), (3600, 2), (3600, 60)]
)
def test_a_wrong_time_names_nobody_wrongly_and_loses_no_call(networks, off_s: float, uncertainty_s: float):
    assert counted(networks, off_s=off_s, uncertainty_s=uncertainty_s).wrong == 0


def test_a_call_that_never_was_is_not_found_unless_a_withheld_number_may_hide_it(networks):
    decisions: Counter[tuple[bool, str]] = Counter()
    for network in networks:
        firsts = {one.line: one for one in reversed(list(measure(asked(network, calling_number="+13105550100", uncertainty_s=60))))}
        for call in network.calls:
            decisions[call.calling_number is None, firsts[call.line].verdict.decision.value] += 1
    assert {decision for is_withheld, decision in decisions if not is_withheld} <= {"nothing_found", "not_sure"}
    assert decisions[False, "nothing_found"] >= 0.9 * sum(count for (is_withheld, _), count in decisions.items() if not is_withheld)


def test_each_trouble_is_planted_when_asked_for_and_only_then(tmp_path):
    for trouble in set(Trouble) - OF_CARRIERS:
        network = Network(Order(1, 24, 5, {trouble: 1.0}))
        assert {frozenset({trouble})} == {truth.troubles for truth in network.truths}
    assert Network(Order(1, 24, 5, {})).truths[0].troubles == frozenset()


def test_the_same_seed_makes_the_same_world(tmp_path):
    for name in "ab":
        made(tmp_path / name, 7, shares=usual_shares(), carriers=8, calls=10)
    files = {name: {file.name: file.read_bytes() for file in (tmp_path / name).glob("*.*")} for name in "ab"}
    assert files["a"] == files["b"]


def test_a_lost_record_is_owned_up_to_and_nobody_is_named_instead(tmp_path):
    network = made(tmp_path / "net", 3, shares={Trouble.MISSING: 1.0, Trouble.LOOK_ALIKE: 0.5, Trouble.SECOND_CALL: 0.5})
    answers = [one for one in measure(network) if one.is_missing]
    assert answers
    assert {one.outcome for one in answers} <= {Outcome.RIGHT, Outcome.UNSURE}


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_thousands_of_answers_with_every_trouble_none_is_wrong_and_few_are_unsure(tmp_path):
    calls = how_many(short=1500, full=9000)
    network = made(tmp_path / "net", 57, shares=usual_shares(), carriers=how_many(short=100, full=700), calls=calls)
    rows = tally(network, measure(network))
    assert {row.name: row.wrong for row in rows if row.wrong} == {}
    assert rows[0].unsure_percent <= 3


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_made_network_goes_through_the_demo_as_it_goes_through_the_agents(tmp_path):
    network = made(tmp_path / "net", 57, shares=OF_CALLS, carriers=8, calls=24)
    ended = demo("--world", tmp_path / "net" / WORLD, "--calls", tmp_path / "net" / CALLS, "--json", tmp_path / "out.json", within_s=200)
    assert ended.returncode == 0, ended.stderr
    calls = result_of(tmp_path / "out.json")["calls"]
    named = [(call["path"], call["source"]["name"]) if call["source"] else call["waiting_for"]["reason"] for call in calls]
    expected = [(list(each.path), each.source) for each in network.truths]
    assert {one for one, right in zip(named, expected, strict=True) if one != right} <= {"two_calls_fit", "review"}


def test_clocks_that_nobody_keeps_are_learnt_and_no_other_answer_goes_wrong_for_it(tmp_path, monkeypatch):
    network = made(tmp_path / "net", 5, shares={Trouble.FAR_CLOCKS: 1.0}, carriers=8, calls=150)
    learning = row_of("", list(measure(network)))
    monkeypatch.setattr("star57.world.made.measuring.offset_of", lambda *_: None)
    not_learning = row_of("", list(measure(network)))
    assert (learning.wrong, not_learning.wrong) == (0, 0)
    assert learning.unsure < not_learning.unsure
