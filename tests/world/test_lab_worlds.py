"""The lab's recorded calls, traced through a real hub and real agents over HTTP, end where the packet capture says they came from."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.world.runs import Truth, is_right, traced, truths

WORLDS = Path(__file__).parents[1] / "worlds"
HOUR = timedelta(hours=1)
NEVER = [f"+1202555012{digit}" for digit in range(10)]  # numbers that nobody called

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def never_called(network: list[Truth]) -> list[str]:
    first = network[0]
    absent = [number for number in NEVER if number not in {truth.called for truth in network}]
    assert len(absent) >= 5
    return [f"{number},{first.calling},{first.at.isoformat()},{first.path[0]},60\n" for number in absent]


def names_a_wrong_one(call, truth: Truth) -> bool:
    return call["source"] is not None and call["source"]["name"] != truth.source


@pytest.fixture(scope="module")
def kamailio(tmp_path_factory):
    """All 84 calls: the time known to 2 s; to 60 s; off by an hour; and calls that never happened. In one run, cut into four."""
    known = truths("kamailio")
    groups = [
        [truth.row(uncertainty_s=2) for truth in known],
        [truth.row(uncertainty_s=60) for truth in known],
        [truth.row(uncertainty_s=60, shifted=HOUR if number % 2 else -HOUR) for number, truth in enumerate(known)],
        never_called(known),
    ]
    out = traced(tmp_path_factory.mktemp("kamailio"), WORLDS / "kamailio.toml", [row for group in groups for row in group], within_s=500)
    calls = iter(out["calls"])
    return known, [[next(calls) for _ in group] for group in groups]


def test_all_84_are_right_when_the_time_is_known(kamailio):
    known, (calls, _, _, _) = kamailio
    assert [call["line"] for call, truth in zip(calls, known, strict=True) if not is_right(call, truth)] == []


def test_with_a_minute_of_doubt_none_is_wrong_and_the_others_go_to_a_person(kamailio):
    known, (_, calls, _, _) = kamailio
    others = [call for call, truth in zip(calls, known, strict=True) if not is_right(call, truth)]
    assert len(calls) - len(others) >= 73
    assert {(call["outcome"], call["waiting_for"]["reason"]) for call in others} <= {("needs_person", "two_calls_fit")}
    assert all(call["source"] is None for call in others)


def test_a_complaint_that_is_an_hour_off_never_names_a_wrong_one(kamailio):
    known, (_, _, calls, _) = kamailio
    assert [call["line"] for call, truth in zip(calls, known, strict=True) if names_a_wrong_one(call, truth)] == []


def test_calls_that_never_happened_end_without_a_record(kamailio):
    _, (_, _, _, calls) = kamailio
    assert {(call["outcome"], call["source"]) for call in calls} == {("no_record", None)}


def test_all_30_through_three_back_to_back_user_agents_are_right(tmp_path):
    known = truths("asterisk")
    rows = [truth.row(uncertainty_s=2) for truth in known]
    calls = traced(tmp_path, WORLDS / "asterisk.toml", rows + never_called(known), within_s=300)["calls"]
    assert [call["line"] for call, truth in zip(calls, known, strict=False) if not is_right(call, truth)] == []
    assert {call["outcome"] for call in calls[len(known) :]} == {"no_record"}
