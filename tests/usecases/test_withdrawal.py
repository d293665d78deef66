"""Tracebacks and single requests taken back and taken up again."""

import pytest

from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.usecases.correct_answer import correct_answer
from star57.hub.usecases.reopen_traceback import reopen_traceback
from star57.hub.usecases.withdraw_traceback import withdraw_traceback
from star57.wire.messages import Correction
from tests.usecases.cast import STAFF, Stage, caller, declined, program_of, said, upstream


def withdraw(stage: Stage) -> None:
    withdraw_traceback(actor=STAFF, traceback=stage.traceback, reason="Handed in twice.", now=stage.now)


def reopen(stage: Stage) -> None:
    reopen_traceback(actor=STAFF, traceback=stage.traceback, reason="It was not.", now=stage.now)


def test_withdrawing_withdraws_every_open_request(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.receive("TRAN1")
    withdraw(stage)
    assert (stage.row.status, stage.outcome, stage.status("TRAN1"), stage.status("TERM")) == (
        "withdrawn", "withdrawn", "withdrawn", "upstream_named",
    )  # fmt: skip
    assert stage.hop("TRAN1").wakes_at is None
    with pytest.raises(WrongState, match="takes no answer"):
        stage.answer("TRAN1", caller())


def test_it_is_withdrawn_once(stage: Stage) -> None:
    stage.open()
    withdraw(stage)
    with pytest.raises(WrongState):
        withdraw(stage)


def test_reopening_asks_those_requests_again_with_a_new_clock(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.receive("TRAN1")
    withdraw(stage)
    stage.later(days=2)
    reopen(stage)
    assert (stage.row.status, stage.outcome, stage.status("TRAN1"), stage.hop("TRAN1").due_at) == ("open", "", "requested", None)
    stage.answer("TRAN1", caller())
    assert stage.outcome == "originator_identified"


def test_nothing_withdrawn_nothing_to_reopen(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", declined())
    with pytest.raises(WrongState, match="No request"):
        reopen(stage)


@pytest.mark.parametrize("ended", ["declined", "no_record"])
def test_one_request_that_ended_can_be_asked_again(stage: Stage, ended: str) -> None:
    from tests.usecases.cast import no_record

    stage.open()
    stage.answer("TERM", declined() if ended == "declined" else no_record())
    stage.decide("reopen_hop", stage.hop("TERM"), reason="They found another switch.")
    assert (stage.status("TERM"), stage.outcome, stage.row.status) == ("requested", "", "open")


def test_reopening_one_request_of_a_withdrawn_traceback_takes_it_up_again(stage: Stage) -> None:
    stage.open()
    withdraw(stage)
    stage.decide("reopen_hop", stage.hop("TERM"), reason="It was not handed in twice.")
    assert (stage.row.status, stage.outcome, stage.status("TERM")) == ("open", "", "requested")
    stage.answer("TERM", caller())
    assert (stage.row.status, stage.outcome) == ("ended", "originator_identified")


def test_a_withdrawn_traceback_takes_no_correction(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    withdraw(stage)
    correction = Correction(version="1", reason="The other trunk.", response=said(upstream("TRAN2")))
    with pytest.raises(WrongState, match="withdrawn"):
        correct_answer(actor=program_of("TERM"), request=stage.hop("TERM").public_id, correction=correction, how="api", now=stage.now)
    assert stage.hops("TRAN2") == []


def test_whoever_is_no_longer_named_is_not_asked_again(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    correction = Correction(version="1", reason="The other trunk.", response=said(upstream("TRAN2")))
    correct_answer(actor=program_of("TERM"), request=stage.hop("TERM").public_id, correction=correction, how="api", now=stage.now)
    with pytest.raises(WrongState, match="taken that back"):
        stage.decide("reopen_hop", stage.hop("TRAN1"), reason="Ask them anyway.")


def test_every_decision_needs_its_reason(stage: Stage) -> None:
    stage.open()
    for decide in (withdraw_traceback, reopen_traceback):
        with pytest.raises(Invalid) as refusal:
            decide(actor=STAFF, traceback=stage.traceback, reason="", now=stage.now)
        assert refusal.value.field == "reason"


def test_a_provider_may_withdraw_nothing(stage: Stage) -> None:
    stage.open()
    with pytest.raises(NotFound):
        withdraw_traceback(actor=program_of("TERM"), traceback=stage.traceback, reason="We would rather not.", now=stage.now)
