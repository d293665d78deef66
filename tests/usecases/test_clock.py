"""Time passes by tick() alone: reminded, overdue, escalated, lapsed; non-responsive only when a person says so, after all that."""

from datetime import datetime, timedelta

import pytest

from star57.hub.domain.access import CLOCK
from star57.hub.domain.facts import HopFact
from star57.hub.domain.refusals import Invalid, NotAllowed, WrongState
from star57.hub.usecases.credit_outage import credit_outage, credit_outage_to_all
from star57.hub.usecases.pass_deadline import tick
from tests.usecases.cast import STAFF, Stage, caller, program_of, upstream

INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def pass_to(stage: Stage, instant: datetime) -> list[str]:
    """What one tick does at this instant."""
    stage.now = instant
    return [fact.value for fact in tick(actor=CLOCK, now=instant, limit=100).facts]


def running(stage: Stage) -> datetime:
    """Received on Monday at ten in New York; due on Tuesday at ten."""
    stage.open()
    stage.receive("TERM")
    due = stage.hop("TERM").due_at
    assert due == stage.now + DAY
    return due


def lapsed(stage: Stage) -> datetime:
    due = running(stage)
    for instant in (due + INSTANT, due + DAY, due + 3 * DAY):
        pass_to(stage, instant)
    assert stage.status("TERM") == "lapsed"
    return due


def test_no_clock_runs_before_the_request_is_received(stage: Stage) -> None:
    stage.open()
    assert pass_to(stage, stage.now + 30 * DAY) == []
    assert (stage.status("TERM"), stage.hop("TERM").due_at) == ("requested", None)


def test_silence_is_followed_step_by_step_and_each_step_comes_once(stage: Stage) -> None:
    due = running(stage)
    steps = {
        due - timedelta(hours=18, minutes=30) - INSTANT: [],
        due - timedelta(hours=18, minutes=30): ["reminder_sent"],  # four office hours before
        due - timedelta(hours=1): [],
        due: [],
        due + INSTANT: ["deadline_passed"],
        due + timedelta(hours=1): [],
        due + DAY: ["request_escalated"],
        due + DAY + INSTANT: [],
        due + 3 * DAY - INSTANT: [],  # Thursday is Thanksgiving: the wait stands still
        due + 3 * DAY: ["escalation_lapsed"],
        due + 20 * DAY: [],
    }
    assert {instant: pass_to(stage, instant) for instant in steps} == steps
    assert (stage.status("TERM"), stage.outcome, stage.row.needs_person) == ("lapsed", "", True)


def test_what_came_due_while_no_clock_ran_is_made_up_for_and_nothing_is_left_out(stage: Stage) -> None:
    due = running(stage)
    late = due + 30 * DAY
    assert [pass_to(stage, late + index * INSTANT) for index in range(4)] == [
        ["deadline_passed"], ["request_escalated"], ["escalation_lapsed"], [],
    ]  # fmt: skip


def test_an_answer_at_the_due_instant_itself_is_on_time(stage: Stage) -> None:
    due = running(stage)
    assert pass_to(stage, due) == []
    stage.answer("TERM", caller())
    assert not stage.hop("TERM").is_late


def test_one_microsecond_later_it_is_late_and_counts_all_the_same(stage: Stage) -> None:
    due = running(stage)
    pass_to(stage, due + INSTANT)
    stage.answer("TERM", caller())
    assert (stage.hop("TERM").is_late, stage.outcome) == (True, "originator_identified")
    assert stage.station("TERM").answers[0].is_late


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_nobody_is_non_responsive_before_the_escalation_has_lapsed(stage: Stage, steps: int) -> None:
    due = running(stage)
    for instant in (due + INSTANT, due + DAY, due + 3 * DAY)[:steps]:
        pass_to(stage, instant)
    if steps == 3:
        stage.decide("confirm_non_response", stage.hop("TERM"), reason="Three calls, no reply.")
        assert stage.outcome == "non_responsive"
    else:
        with pytest.raises(WrongState):
            stage.decide("confirm_non_response", stage.hop("TERM"), reason="Three calls, no reply.")


def test_a_reason_stands_behind_a_non_response(stage: Stage) -> None:
    lapsed(stage)
    with pytest.raises(Invalid) as refusal:
        stage.decide("confirm_non_response", stage.hop("TERM"), reason=" ")
    assert refusal.value.field == "reason"


def test_a_late_answer_reopens_even_a_non_responsive_end(stage: Stage) -> None:
    lapsed(stage)
    stage.decide("confirm_non_response", stage.hop("TERM"), reason="Three calls, no reply.")
    stage.later(days=9)
    stage.answer("TERM", upstream("ORIG"))
    assert (stage.outcome, stage.row.status, stage.status("ORIG")) == ("", "open", "requested")
    assert stage.hop("TERM").is_late


def test_an_outage_credited_makes_an_overdue_hop_run_again(stage: Stage) -> None:
    due = running(stage)
    pass_to(stage, due + INSTANT)
    stage.now = due + timedelta(hours=1)
    began, ended = due - timedelta(hours=6), due
    hop = stage.hop("TERM").public_id
    new_due = credit_outage(actor=STAFF, hop=hop, began_at=began, ended_at=ended, now=stage.now)
    assert (new_due, stage.status("TERM")) == (due + timedelta(hours=6), "running")
    assert pass_to(stage, new_due) in ([], ["reminder_sent"])
    assert pass_to(stage, new_due + INSTANT) == ["deadline_passed"]
    assert pass_to(stage, new_due + DAY) == ["request_escalated"]


def test_an_outage_of_the_hub_is_credited_to_every_clock_that_ran_and_once(stage: Stage) -> None:
    due = running(stage)
    stage.trace("TERM", "TRAN1")
    stage.receive("TRAN1")
    owed = stage.hop("TRAN1").due_at
    assert owed
    stage.now = due - timedelta(hours=1)
    span = {"began_at": stage.now - timedelta(hours=3), "ended_at": stage.now - timedelta(hours=1)}
    assert credit_outage_to_all(actor=STAFF, **span, now=stage.now) == 1, "who has answered has no clock"
    assert stage.hop("TRAN1").due_at == owed + timedelta(hours=2)
    assert credit_outage_to_all(actor=STAFF, **span, now=stage.now) == 0
    with pytest.raises(WrongState, match="credited before"):
        credit_outage(actor=STAFF, hop=stage.hop("TRAN1").public_id, **span, now=stage.now)
    with pytest.raises(Invalid):
        credit_outage_to_all(actor=STAFF, began_at=stage.now, ended_at=span["began_at"], now=stage.now)
    with pytest.raises(NotAllowed):
        credit_outage_to_all(actor=program_of("TERM"), **span, now=stage.now)


def test_an_answer_that_came_late_for_an_outage_was_in_time(stage: Stage) -> None:
    due = running(stage)
    pass_to(stage, due + INSTANT)
    stage.now = due + timedelta(minutes=30)
    stage.answer("TERM", caller())
    assert stage.station("TERM").answers[0].is_late
    stage.now = due + timedelta(hours=2)
    too_short = {"began_at": due - timedelta(minutes=20), "ended_at": due}
    assert credit_outage_to_all(actor=STAFF, **too_short, now=stage.now) == 0
    long_enough = {"began_at": due - timedelta(hours=1), "ended_at": due + timedelta(minutes=25)}
    assert credit_outage_to_all(actor=STAFF, **long_enough, now=stage.now) == 1
    station = stage.station("TERM")
    assert (station.is_late, station.answers[0].is_late, stage.status("TERM"), stage.facts("TERM")[-1]) == (
        False, False, "customer_named", "late_answer_excused",
    )  # fmt: skip
    assert credit_outage_to_all(actor=STAFF, **long_enough, now=stage.now) == 0
    assert pass_to(stage, due + 5 * DAY) == []


def test_an_outage_too_short_to_matter_is_refused(stage: Stage) -> None:
    due = running(stage)
    pass_to(stage, due + INSTANT)
    stage.now = due + timedelta(hours=5)
    hop, began = stage.hop("TERM").public_id, due - timedelta(hours=2)
    with pytest.raises(WrongState, match="in the past"):
        credit_outage(actor=STAFF, hop=hop, began_at=began, ended_at=began + timedelta(hours=1), now=stage.now)


def test_a_hop_without_a_clock_has_no_outage(stage: Stage) -> None:
    stage.open()
    with pytest.raises(WrongState, match="No clock"):
        credit_outage(actor=STAFF, hop=stage.hop("TERM").public_id, began_at=stage.now - DAY, ended_at=stage.now, now=stage.now)


def test_a_bounce_clears_the_clock_and_a_new_contact_asks_anew(stage: Stage) -> None:
    running(stage)
    stage.decide("note_bounce", stage.hop("TERM"), reason="550 no such mailbox")
    assert (stage.status("TERM"), stage.hop("TERM").due_at, stage.row.needs_person) == ("unreached", None, True)
    assert pass_to(stage, stage.now + 9 * DAY) == []
    stage.decide("replace_contact", stage.hop("TERM"), contact="legal@cedar.example")
    assert (stage.status("TERM"), stage.hop("TERM").asked_at, stage.row.needs_person) == ("requested", stage.now, False)
    stage.receive("TERM")
    assert stage.hop("TERM").received_at == stage.now


def test_after_a_bounce_its_agent_may_fetch_it_all_the_same(stage: Stage) -> None:
    running(stage)
    stage.decide("note_bounce", stage.hop("TERM"), reason="550 no such mailbox")
    stage.receive("TERM")
    assert stage.status("TERM") == "running"


def test_a_sent_back_answer_has_a_clock_of_its_own(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", caller())
    stage.decide("send_back_answer", stage.hop("TERM"), missing="The address.")
    due = stage.hop("TERM").due_at
    assert due is not None
    assert pass_to(stage, due + INSTANT) == ["deadline_passed"]


def test_only_the_clock_and_the_console_pass_time(stage: Stage) -> None:
    from tests.usecases.cast import program_of

    with pytest.raises(NotAllowed):
        tick(actor=program_of("TERM"), now=stage.now, limit=1)
    assert tick(actor=STAFF, now=stage.now, limit=1).facts == {}


def test_two_clocks_pass_a_deadline_once(stage: Stage) -> None:
    due = running(stage)
    pass_to(stage, due + INSTANT)
    assert pass_to(stage, due + INSTANT) == []
    assert stage.facts("TERM").count(HopFact.DEADLINE_PASSED.value) == 1
