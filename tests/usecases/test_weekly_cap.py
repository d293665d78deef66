"""Canadian providers are sent ten requests a week: what is more is held back and lifted when there is room, harm first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from star57.hub.domain.access import CLOCK
from star57.hub.domain.refusals import NotFound, WrongState
from star57.hub.records.models import Hop
from star57.hub.usecases.pass_deadline import tick
from tests.usecases.cast import CAMPAIGN, MONDAY, Stage, caller, person_of, program_of, upstream

WEEK = timedelta(days=7)


def open_many(stage: Stage, count: int) -> list[str]:
    return [stage.open("MAPLE") for _ in range(count)]


def statuses(stage: Stage) -> list[str]:
    return list(Hop.objects.filter(provider__public_id="MAPLE").order_by("pk").values_list("status", flat=True))


def test_the_eleventh_request_of_a_week_is_held_back(stage: Stage) -> None:
    open_many(stage, 11)
    assert statuses(stage) == ["requested"] * 10 + ["held"]
    assert (stage.hop("MAPLE").asked_at, stage.row.status) == (None, "open")


def test_what_is_held_back_does_not_exist_for_its_provider(stage: Stage) -> None:
    from star57.hub.usecases.receive_request import receive_request
    from star57.hub.usecases.respond_to_request import respond_to_request
    from tests.usecases.cast import said

    open_many(stage, 11)
    held = stage.hop("MAPLE").public_id
    with pytest.raises(NotFound):
        receive_request(actor=program_of("MAPLE"), request=held, how="api", now=stage.now)
    with pytest.raises(NotFound):
        respond_to_request(actor=person_of("MAPLE"), request=held, response=said(caller()), how="portal", now=stage.now)


def test_when_there_is_room_again_the_gravest_harm_goes_first(stage: Stage) -> None:
    open_many(stage, 10)
    stage.later(days=1)
    mild = stage.open("MAPLE", campaign=replace(CAMPAIGN, name="Mild", harm_rank=8))
    grave = stage.open("MAPLE", campaign=replace(CAMPAIGN, name="Grave", harm_rank=0))
    for hop in Hop.objects.filter(provider__public_id="MAPLE", status="requested").order_by("pk")[:9]:
        assert hop.asked_at == MONDAY
    assert tick(actor=CLOCK, now=MONDAY + WEEK - timedelta(microseconds=1), limit=100).facts == {}
    lifted = tick(actor=CLOCK, now=MONDAY + WEEK, limit=1).facts
    assert {fact.value: count for fact, count in lifted.items()} == {"cap_lifted": 1}
    asked = Hop.objects.get(provider__public_id="MAPLE", asked_at=MONDAY + WEEK)
    assert asked.traceback.public_id == grave
    tick(actor=CLOCK, now=MONDAY + WEEK, limit=100)
    assert Hop.objects.get(traceback__public_id=mild).status == "requested"


def test_a_new_request_does_not_overtake_those_that_wait(stage: Stage) -> None:
    open_many(stage, 11)
    stage.now = MONDAY + WEEK
    late = stage.open("MAPLE")
    assert Hop.objects.get(traceback__public_id=late).status == "held"
    tick(actor=CLOCK, now=stage.now, limit=100)
    assert set(statuses(stage)) == {"requested"}


def test_one_full_provider_does_not_keep_another_waiting(stage: Stage) -> None:
    from tests.usecases.cast import enter_provider

    enter_provider("BIRCH", "Birch Telecom", "CA", "America/Toronto", MONDAY)
    for _ in range(10):
        stage.open("BIRCH")
    stage.later(hours=1)
    open_many(stage, 13)
    stage.later(hours=1)
    stage.open("BIRCH")
    tick(actor=CLOCK, now=MONDAY + WEEK, limit=1)
    assert stage.hop("BIRCH").status == "requested"


def test_being_named_again_counts_as_a_request_too(stage: Stage) -> None:
    stage.open("MAPLE")
    named = stage.traceback
    open_many(stage, 9)
    stage.traceback = named
    stage.trace("MAPLE", "TRAN1", "MAPLE")
    assert stage.hop("MAPLE").status == "held"
    stage.now = MONDAY + WEEK
    tick(actor=CLOCK, now=stage.now, limit=100)
    assert stage.receive("MAPLE").known_already != ()


def test_others_know_no_cap(stage: Stage) -> None:
    for _ in range(12):
        stage.open("TERM")
    assert not Hop.objects.filter(status="held").exists()


def test_a_held_request_can_be_withdrawn_but_not_answered(stage: Stage) -> None:
    open_many(stage, 11)
    with pytest.raises(WrongState):
        stage.decide("send_back_answer", stage.hop("MAPLE"), missing="Everything.")
    stage.decide("withdraw_hop", stage.hop("MAPLE"), reason="No longer needed.")
    assert stage.outcome == "withdrawn"
    with pytest.raises(NotFound):
        stage.receive("MAPLE")
    assert upstream("MAPLE")["kind"] == "received_from_provider"
