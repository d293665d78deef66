"""An Idempotency-Key: the same request has the same reply again, whatever was done meanwhile."""

from datetime import timedelta

import pytest

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger import keys
from star57.hub.usecases.answer_once import Reply, answer_once
from star57.hub.usecases.respond_to_request import respond_to_request
from tests.usecases.cast import Stage, caller, declined, program_of, said


def answered(stage: Stage, answer: dict[str, object], *, key: str, actor: Actor | None = None) -> Reply:
    actor = actor or program_of("TERM")
    request = stage.hop("TERM").public_id
    response = said(answer)

    def do() -> Reply:
        outcome = respond_to_request(actor=actor, request=request, response=response, how="api", now=stage.now)
        return Reply(409 if outcome.refusal else 201, outcome.receipt.entry, "application/json")

    return answer_once(actor=actor, key=key, request=response.model_dump_json().encode(), do=do, now=stage.now)


def test_the_same_request_has_the_same_reply_and_is_done_once(stage: Stage) -> None:
    stage.open()
    first = answered(stage, caller(), key="one")
    assert answered(stage, caller(), key="one") == first
    assert stage.texts_kept("TERM") == 1


def test_another_request_under_the_key_is_refused(stage: Stage) -> None:
    stage.open()
    answered(stage, caller(), key="one")
    with pytest.raises(Invalid) as refusal:
        answered(stage, declined(), key="one")
    assert refusal.value.field == "Idempotency-Key"
    assert stage.texts_kept("TERM") == 1


def test_the_conflict_of_a_second_answer_is_kept_too(stage: Stage) -> None:
    stage.open()
    answered(stage, caller(), key="one")
    conflict = answered(stage, declined(), key="two")
    assert conflict.status == 409
    assert answered(stage, declined(), key="two") == conflict
    assert stage.texts_kept("TERM") == 2


def test_what_was_refused_may_be_tried_again_under_its_key(stage: Stage) -> None:
    stage.open()
    stage.decide("withdraw_hop", stage.hop("TERM"), reason="Handed in twice.")
    with pytest.raises(WrongState):
        answered(stage, caller(), key="one")
    stage.decide("reopen_hop", stage.hop("TERM"), reason="It was not.")
    assert answered(stage, caller(), key="one").status == 201


def test_keys_are_an_organisation_s_own(stage: Stage) -> None:
    stage.open()
    answered(stage, caller(), key="one")
    reply = answer_once(actor=program_of("TRAN1"), key="one", request=b"other", do=lambda: Reply(200, "mine", "text/plain"), now=stage.now)
    assert reply.body == "mine"


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_a_length(stage: Stage, key: str) -> None:
    stage.open()
    with pytest.raises(Invalid):
        answered(stage, caller(), key=key)


def test_a_reply_is_kept_for_thirty_days(stage: Stage) -> None:
    stage.open()
    answered(stage, caller(), key="one")
    assert keys.forget_old_answers(stage.now + timedelta(days=30)) == 0
    assert keys.forget_old_answers(stage.now + timedelta(days=30, microseconds=1)) == 1
