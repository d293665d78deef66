"""The lab's pure parts: which calls are planned, what is judged wrong, what is missing on a machine without switches."""

import dataclasses

import pytest

from star57.cli import main
from star57.world.lab import programs
from star57.world.lab.judging import Judged
from star57.world.lab.plan import MOST_CALLS, planned_calls
from star57.world.results import CallOutcome, CallResult

CALL = planned_calls(1)[0]
FOUND = CallResult(1, CALL.called_number, "", "", "CEDAR", CallOutcome.ORIGINATOR_IDENTIFIED, CALL.path, CALL.source, 0.5, None, ())


def test_no_number_is_called_twice_and_callers_and_ways_take_turns():
    calls = planned_calls(MOST_CALLS)
    assert len({call.called_number for call in calls}) == len(calls)
    assert {(call.caller, call.path) for call in calls} == {
        ("DIALER", ("CEDAR", "HARBOR", "PRAIRIE")),
        ("DIALER", ("CEDAR", "NORTHSTAR", "PRAIRIE")),
        ("DIALER", ("CEDAR", "NORTHSTAR", "HARBOR", "PRAIRIE")),
        ("CLINIC", ("CEDAR", "HARBOR", "PRAIRIE")),
        ("CLINIC", ("CEDAR", "NORTHSTAR", "PRAIRIE")),
        ("CLINIC", ("CEDAR", "NORTHSTAR", "HARBOR", "PRAIRIE")),
        ("ABROAD", ("CEDAR", "HARBOR", "GULF")),
        ("ABROAD", ("CEDAR", "NORTHSTAR", "HARBOR", "GULF")),
    }
    assert sum(call.subscriber == "RINGING" for call in calls) == len(calls) / 2
    assert {call.caller for call in calls if call.is_given_up} == {"DIALER", "CLINIC", "ABROAD"}
    assert sum(call.rings_on for call in calls) == len(calls) * 2 / 5


def test_a_call_found_as_planned_has_no_fault():
    assert Judged(CALL, FOUND, 1.0, True).faults == ()


@pytest.mark.parametrize(
    ("changed", "rang", "fault"),
    [
        ({"path": ("CEDAR", "HARBOR")}, True, "the path must be CEDAR HARBOR PRAIRIE and is CEDAR HARBOR"),
        ({"source": None}, True, "it must come from Quick Reach Dialing and comes from nobody"),
        ({"outcome": CallOutcome.NEEDS_PERSON}, True, "the outcome must be originator_identified and is needs_person"),
        ({}, False, "the telephone no longer rang when the outcome came"),
    ],
)
def test_each_fault_is_named(changed, rang, fault):
    assert Judged(CALL, dataclasses.replace(FOUND, **changed), 1.0, rang).faults == (fault,)


def test_a_call_that_was_given_up_must_no_longer_ring():
    given_up = dataclasses.replace(CALL, is_given_up=True)
    assert Judged(given_up, FOUND, 1.0, False).faults == ()
    assert Judged(given_up, FOUND, 1.0, True).faults == ("the telephone still rang although the caller had hung up",)


def test_what_is_missing_is_one_sentence_that_names_the_packages(monkeypatch, capsys):
    monkeypatch.setattr(programs, "_SEARCHED", "")
    monkeypatch.setattr(programs, "_MODULE_FOLDERS", ())
    monkeypatch.setenv("PATH", "")
    assert main(["lab", "--once"]) == 2
    packages = "kamailio kamailio-sqlite-modules kamailio-extra-modules kamailio-json-modules kamailio-secsipid-modules sip-tester"
    assert capsys.readouterr().err == f"star57: the lab needs Kamailio and SIPp: as root, apt-get install {packages}\n"
