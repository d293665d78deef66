"""Answers that staff send back, and answers that providers correct."""

import pytest

from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.records.models import Hop, Response
from star57.hub.usecases.correct_answer import correct_answer
from star57.wire.messages import Correction, Receipt
from tests.usecases.cast import Stage, caller, declined, no_record, program_of, said, stranger, upstream


def correct(stage: Stage, provider: str, answer: dict[str, object], *, replaces: str | None = None) -> Receipt:
    hop = stage.hop(provider)
    correction = Correction(version="1", reason="We looked again.", response=said(answer, hop.facts_version), replaces=replaces)
    return correct_answer(actor=program_of(provider), request=hop.public_id, correction=correction, how="api", now=stage.now)


def test_an_incomplete_answer_goes_back_with_what_is_missing_and_its_clock_runs_anew(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", caller())
    stage.later(hours=2)
    stage.decide("send_back_answer", stage.hop("TERM"), missing="The customer's address.")
    request = stage.receive("TERM")
    assert (request.state, request.missing) == ("sent_back", "The customer's address.")
    assert stage.hop("TERM").received_at == stage.now
    assert stage.outcome == ""
    stage.answer("TERM", caller("Brightpath Marketing LLC, 4 Elm Street"))
    assert (stage.outcome, stage.hop("TERM").missing, stage.texts_kept("TERM")) == ("originator_identified", "", 2)


def test_sending_back_needs_something_missing_and_an_answer(stage: Stage) -> None:
    stage.open()
    with pytest.raises(WrongState):
        stage.decide("send_back_answer", stage.hop("TERM"), missing="Everything.")
    stage.answer("TERM", declined())
    with pytest.raises(Invalid) as refusal:
        stage.decide("send_back_answer", stage.hop("TERM"), missing="  ")
    assert refusal.value.field == "missing"


def test_what_was_named_stays_asked_while_an_answer_is_sent_back(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.decide("send_back_answer", stage.hop("TERM"), missing="The start of the call.")
    assert stage.status("TRAN1") == "requested"
    stage.answer("TERM", upstream("TRAN1"))
    assert [hop.status for hop in stage.hops("TRAN1")] == ["requested"]


def test_a_corrected_answer_that_names_the_same_upstream_keeps_the_branch(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1", "ORIG")
    correct(stage, "TERM", {**upstream("TRAN1")})
    assert [hop.status for hop in stage.hops("TRAN1")] == ["upstream_named"]
    assert stage.status("ORIG") == "requested"


def test_the_same_unknown_name_keeps_its_branch_too(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", stranger("QuickDial"))
    correct(stage, "TERM", stranger("QuickDial"))
    assert Hop.objects.filter(traceback__public_id=stage.traceback, provider=None).count() == 1


def test_a_corrected_answer_that_names_another_takes_the_branch_back_all_the_way(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1", "ORIG")
    correct(stage, "TERM", upstream("TRAN2"))
    assert (stage.status("TRAN1"), stage.status("ORIG"), stage.status("TRAN2")) == ("withdrawn", "withdrawn", "requested")
    assert not stage.station("TRAN1").is_live
    assert len(stage.station("TRAN1").answers) == 1, "an answered hop stays visible with its answer"


def test_a_correction_reopens_and_ends_a_traceback_again(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", declined())
    correct(stage, "TERM", upstream("TRAN1"))
    assert stage.outcome == ""
    correct(stage, "TERM", caller())
    assert (stage.outcome, stage.status("TRAN1")) == ("originator_identified", "withdrawn")
    assert Response.objects.filter(hop=stage.hop("TERM")).count() == 3
    assert [answer.stands for answer in stage.station("TERM").answers] == [False, False, True]


def test_only_an_answer_can_be_corrected(stage: Stage) -> None:
    stage.open()
    with pytest.raises(WrongState):
        correct(stage, "TERM", no_record())
    assert stage.texts_kept("TERM") == 0


def test_a_refused_correction_leaves_the_answer_as_it_was(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", declined())
    with pytest.raises(Invalid):
        correct(stage, "TERM", upstream("TERM"))
    assert (stage.status("TERM"), stage.facts("TERM")[-1]) == ("declined", "answer_declined")


def test_a_correction_of_an_answer_that_was_replaced_meanwhile_is_refused_and_changes_nothing(stage: Stage) -> None:
    stage.open()
    first = stage.answer("TERM", upstream("TRAN1"))
    second = correct(stage, "TERM", upstream("TRAN2"), replaces=first.entry)
    with pytest.raises(WrongState, match="replaced meanwhile"):
        correct(stage, "TERM", caller(), replaces=first.entry)
    assert stage.outcome == ""
    assert stage.texts_kept("TERM") == 2
    correct(stage, "TERM", caller(), replaces=second.entry)
    assert stage.outcome == "originator_identified"
