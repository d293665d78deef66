"""Corrected call facts: everybody who still has to answer is told, and nobody is held to wrong ones."""

from dataclasses import replace

import pytest

from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.usecases.correct_call_facts import correct_call_facts
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.hub.usecases.withdraw_traceback import withdraw_traceback
from tests.usecases.cast import CALL, STAFF, Stage, caller, declined, no_record, program_of, said, upstream


def correct(stage: Stage, called_number: str = "+16175550199") -> int:
    report = replace(CALL, called_number=called_number)
    return correct_call_facts(actor=STAFF, traceback=stage.traceback, report=report, reason="A digit was wrong.", seen=None, now=stage.now)


def test_every_open_hop_is_told_and_its_clock_starts_anew(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.receive("TRAN1")
    stage.later(hours=3)
    assert correct(stage) == 2
    assert (stage.status("TRAN1"), stage.hop("TRAN1").due_at) == ("requested", None)
    request = stage.receive("TRAN1")
    assert (request.facts_version, request.call.called_number, stage.hop("TRAN1").received_at) == (2, "+16175550199", stage.now)


def test_an_answer_to_the_old_facts_is_refused_until_the_new_ones_are_read(stage: Stage) -> None:
    stage.open()
    request = stage.receive("TERM")
    correct(stage)
    with pytest.raises(WrongState, match="version 2") as refusal:
        respond_to_request(actor=program_of("TERM"), request=request.id, response=said(caller(), 1), how="api", now=stage.now)
    assert refusal.value.field == "facts_version"
    with pytest.raises(Invalid, match="version 2"):
        respond_to_request(actor=program_of("TERM"), request=request.id, response=said(caller(), 3), how="api", now=stage.now)
    assert stage.texts_kept("TERM") == 0


def test_no_record_of_wrong_facts_counts_for_nothing_and_the_ended_traceback_reopens(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", no_record())
    assert stage.outcome == "no_record"
    correct(stage)
    assert (stage.outcome, stage.row.status, stage.status("TERM"), stage.hop("TERM").is_late) == ("", "open", "requested", False)
    stage.answer("TERM", caller())
    assert stage.outcome == "originator_identified"


def test_whoever_named_somebody_is_not_asked_again(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "ORIG")
    correct(stage)
    assert (stage.status("TERM"), stage.status("ORIG")) == ("upstream_named", "requested")


def test_a_traceback_that_ended_with_a_customer_ends_so_again(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", caller())
    correct(stage)
    assert (stage.outcome, stage.row.status) == ("originator_identified", "ended")


def test_a_hop_reopened_after_a_correction_is_asked_about_the_new_facts(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.answer("TRAN1", declined())
    correct(stage)
    assert stage.hop("TRAN1").facts_version == 1
    stage.decide("reopen_hop", stage.hop("TRAN1"), reason="They are willing now.")
    assert stage.receive("TRAN1").facts_version == 2
    stage.answer("TRAN1", caller())
    assert stage.outcome == "originator_identified"


def test_whom_a_provider_names_after_a_correction_is_asked_about_the_new_facts(stage: Stage) -> None:
    stage.open()
    correct(stage)
    stage.answer("TERM", upstream("TRAN1"))
    assert stage.receive("TRAN1").facts_version == 2


def test_a_withdrawn_traceback_is_reopened_before_it_is_corrected(stage: Stage) -> None:
    stage.open()
    withdraw_traceback(actor=STAFF, traceback=stage.traceback, reason="Handed in twice.", now=stage.now)
    with pytest.raises(WrongState, match="withdrawn"):
        correct(stage)


@pytest.mark.parametrize(("number", "field"), [("12", "called_number"), ("", "called_number")])
def test_bad_facts_are_refused_by_field(stage: Stage, number: str, field: str) -> None:
    stage.open()
    with pytest.raises(Invalid) as refusal:
        correct(stage, number)
    assert refusal.value.field == field


def test_a_provider_cannot_even_see_that_there_is_a_traceback(stage: Stage) -> None:
    stage.open()
    told = []
    for traceback in (stage.traceback, "T-2222-2222-2222"):
        with pytest.raises(NotFound) as refusal:
            correct_call_facts(actor=program_of("TERM"), traceback=traceback, report=CALL, reason="Because.", seen=None, now=stage.now)
        told.append(refusal.value.text.replace(traceback, ""))
    assert told[0] == told[1]
