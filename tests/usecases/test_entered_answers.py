"""Answers given by telephone, letter or mail and entered by staff: the provider sees them and can correct them."""

from datetime import timedelta

import pytest

from star57.hub.domain.access import CLOCK
from star57.hub.domain.answering import Channel
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound
from star57.hub.reads.requests import request_view
from star57.hub.records.models import Sealed
from star57.hub.usecases.correct_answer import correct_answer
from star57.hub.usecases.enter_answer import Said, enter_answer
from star57.hub.usecases.pass_deadline import tick
from star57.wire.messages import Correction
from tests.usecases.cast import STAFF, Stage, caller, person_of, program_of, said, upstream


def enter(stage: Stage, answer: dict[str, object], how: Channel, attachment: str = "", *, minutes_ago: float = 5, by: str = "Ada") -> None:
    spoken = Said(by, stage.now - timedelta(minutes=minutes_ago), how, attachment)
    hop = stage.hop("TERM").public_id
    enter_answer(actor=STAFF, request=hop, response=said(answer, made_by="person"), said=spoken, now=stage.now).raised()


@pytest.mark.parametrize(("how", "attachment"), [("telephone", ""), ("letter", ""), ("reply_mail", "From: ada@cedar.example\n\nIt was…")])
def test_it_counts_like_any_answer_and_keeps_who_said_it(stage: Stage, how: str, attachment: str) -> None:
    stage.open()
    stage.later(hours=1)
    enter(stage, upstream("TRAN1"), Channel(how), attachment)
    assert (stage.status("TERM"), stage.status("TRAN1")) == ("upstream_named", "requested")
    texts = dict(Sealed.objects.filter(entry__subject_id=stage.hop("TERM").public_id).values_list("field", "content"))
    assert (texts["said_by"], texts["attachment"]) == ("Ada", attachment)
    given = stage.station("TERM").answers[0]
    assert (given.given_how, given.given_by) == (how, "person")


def test_its_provider_reads_it_and_can_correct_it(stage: Stage) -> None:
    stage.open()
    stage.later(hours=1)
    enter(stage, upstream("TRAN1"), Channel.TELEPHONE)
    view = request_view(actor=person_of("TERM"), request=stage.hop("TERM").public_id)
    assert view.answers[0].words == "Cedar Valley Telephone states that it received this call from Harbor Voice."
    assert (view.answers[0].given_how, view.may_correct) == ("telephone", True)
    correction = Correction(version="1", reason="We were misheard.", response=said(caller()))
    correct_answer(actor=person_of("TERM"), request=view.request.id, correction=correction, how="portal", now=stage.now)
    assert stage.outcome == "originator_identified"


def test_a_mail_is_attached(stage: Stage) -> None:
    stage.open()
    stage.later(hours=1)
    with pytest.raises(Invalid) as refusal:
        enter(stage, upstream("TRAN1"), Channel.REPLY_MAIL)
    assert refusal.value.field == "attachment"


@pytest.mark.parametrize("minutes_ago", [-5, 90])
def test_nobody_answers_in_the_future_or_before_being_asked(stage: Stage, minutes_ago: float) -> None:
    stage.open()
    stage.later(hours=1)
    with pytest.raises(Invalid) as refusal:
        enter(stage, upstream("TRAN1"), Channel.TELEPHONE, minutes_ago=minutes_ago)
    assert refusal.value.field == "said_at"


def test_somebody_said_it(stage: Stage) -> None:
    stage.open()
    stage.later(hours=1)
    with pytest.raises(Invalid) as refusal:
        enter(stage, upstream("TRAN1"), Channel.TELEPHONE, by=" ")
    assert refusal.value.field == "said_by"


def test_what_was_said_in_time_is_in_time_however_late_it_is_entered(stage: Stage) -> None:
    stage.open()
    stage.receive("TERM")
    stage.later(hours=24, minutes=3)
    tick(actor=CLOCK, now=stage.now, limit=10)
    assert stage.status("TERM") == "overdue"
    enter(stage, caller(), Channel.TELEPHONE, minutes_ago=5)
    assert (stage.hop("TERM").is_late, stage.hop("TERM").answered_at) == (False, stage.now - timedelta(minutes=5))


def test_only_staff_enter_answers(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    spoken = Said("Ada", stage.now, Channel.TELEPHONE, "")
    with pytest.raises(NotAllowed):
        enter_answer(actor=program_of("TRAN1"), request=stage.hop("TRAN1").public_id, response=said(caller()), said=spoken, now=stage.now)
    with pytest.raises(NotFound):
        enter_answer(actor=program_of("TERM"), request=stage.hop("TRAN1").public_id, response=said(caller()), said=spoken, now=stage.now)
