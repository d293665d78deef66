"""A named upstream is an allegation: it may be denied, upheld, rejected, confirmed."""

import pytest

from star57.hub.domain.refusals import NotFound, WrongState
from star57.hub.usecases.dispute_claim import confirm_claim, dispute_claim
from star57.wire.messages import Confirmation, Dispute
from tests.usecases.cast import Stage, caller, no_record, program_of, upstream

DENIAL = Dispute(version="1", reason="No trunk of ours leads there.")


def dispute(stage: Stage, provider: str) -> None:
    dispute_claim(actor=program_of(provider), request=stage.hop(provider).public_id, dispute=DENIAL, now=stage.now)


def disputed(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.receive("TRAN1")
    dispute(stage, "TRAN1")


def test_both_statements_stand_side_by_side_until_an_analyst_decides(stage: Stage) -> None:
    disputed(stage)
    assert (stage.status("TRAN1"), stage.hop("TRAN1").claim) == ("disputed", "disputed")
    assert (stage.status("TERM"), stage.facts("TERM")[-1]) == ("upstream_named", "answer_contested")
    assert stage.row.needs_person
    assert stage.hop("TRAN1").wakes_at is None, "no clock runs against a provider that denies the claim"


def test_upheld_sends_whoever_named_it_back(stage: Stage) -> None:
    disputed(stage)
    stage.later(hours=1)
    stage.decide("uphold_dispute", stage.hop("TRAN1"), reason="The trunk was closed in May.")
    assert (stage.status("TRAN1"), stage.hop("TRAN1").claim) == ("withdrawn", "retracted")
    request = stage.receive("TERM")
    assert (request.state, request.due_at is not None, stage.hop("TERM").received_at) == ("sent_back", True, stage.now)
    assert "did not hand you this call" in str(request.missing)
    stage.answer("TERM", upstream("TRAN2"))
    assert stage.status("TRAN2") == "requested"


def test_rejected_asks_again_with_a_new_clock(stage: Stage) -> None:
    disputed(stage)
    stage.later(hours=5)
    stage.decide("reject_dispute", stage.hop("TRAN1"), reason="The Call-ID is theirs.")
    assert (stage.status("TRAN1"), stage.hop("TRAN1").claim, stage.hop("TRAN1").due_at) == ("requested", "alleged", None)
    stage.receive("TRAN1")
    assert stage.hop("TRAN1").received_at == stage.now


def test_a_provider_may_answer_after_all(stage: Stage) -> None:
    disputed(stage)
    stage.answer("TRAN1", caller())
    assert (stage.outcome, stage.hop("TRAN1").claim) == ("originator_identified", "confirmed")


def test_confirming_settles_the_claim_but_is_no_answer(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    confirm_claim(actor=program_of("TRAN1"), request=stage.hop("TRAN1").public_id, confirmation=Confirmation(version="1"), now=stage.now)
    assert (stage.status("TRAN1"), stage.hop("TRAN1").claim) == ("requested", "confirmed")


def test_a_denial_taken_back_puts_the_request_where_it_was(stage: Stage) -> None:
    disputed(stage)
    confirm_claim(actor=program_of("TRAN1"), request=stage.hop("TRAN1").public_id, confirmation=Confirmation(version="1"), now=stage.now)
    assert (stage.status("TRAN1"), stage.hop("TRAN1").claim) == ("requested", "confirmed")


def test_the_terminating_provider_has_nothing_to_deny(stage: Stage) -> None:
    stage.open()
    with pytest.raises(WrongState, match="serve the called number"):
        dispute(stage, "TERM")


def test_denying_twice_changes_nothing(stage: Stage) -> None:
    disputed(stage)
    with pytest.raises(WrongState):
        dispute(stage, "TRAN1")


def test_nobody_denies_for_another(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    with pytest.raises(NotFound):
        dispute_claim(actor=program_of("TERM"), request=stage.hop("TRAN1").public_id, dispute=DENIAL, now=stage.now)


def test_two_providers_that_blame_each_other_are_both_on_the_record(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1", "TRAN2", "TRAN1")
    again = stage.hop("TRAN1")
    assert again.status == "requested"
    dispute(stage, "TRAN1")
    assert (stage.hop("TRAN1").status, stage.status("TRAN2")) == ("disputed", "upstream_named")
    assert [hop.claim for hop in stage.hops("TRAN1")] == ["confirmed", "disputed"]
    assert stage.row.needs_person
    assert stage.outcome == ""


def test_a_no_record_may_be_denied_too_and_the_namer_sent_back_by_hand(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "TRAN1")
    stage.answer("TRAN1", no_record())
    dispute(stage, "TRAN1")
    assert (stage.status("TRAN1"), stage.facts("TERM")[-1]) == ("no_record", "answer_contested")
    stage.decide("send_back_answer", stage.hop("TERM"), missing="Look for the trunk again.")
    stage.answer("TERM", upstream("TRAN2"))
    assert (stage.status("TRAN1"), stage.status("TRAN2")) == ("withdrawn", "requested")
