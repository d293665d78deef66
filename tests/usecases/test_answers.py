"""What each kind of answer does to its own hop and to the traceback."""

import pytest

from star57.hub.domain.answering import VISIBLE_TO_PROVIDER
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.reads.requests import request_view
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.values import Direction
from tests.usecases.cast import (
    Stage,
    abroad,
    caller,
    declined,
    no_record,
    person_of,
    program_of,
    reseller,
    said,
    served_by,
    stranger,
    upstream,
)


def test_opening_asks_the_terminating_provider(stage: Stage) -> None:
    stage.open()
    request = stage.receive("TERM")
    assert (request.call.called_number, request.call.handed_to, request.state) == ("+16175550172", None, "open")
    assert stage.status("TERM") == "running"


def test_a_named_provider_is_asked_and_told_whom_it_handed_the_call_to(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", upstream("TRAN1"), evidence={"started_at": "2026-11-22T19:00:01Z", "call_id": "a1@x", "origid": "o-1"})
    request = stage.receive("TRAN1")
    assert request.call.handed_to is not None
    assert (request.call.handed_to.provider, request.call.call_id, request.call.origid) == ("TERM", "a1@x", "o-1")
    assert stage.outcome == ""


@pytest.mark.parametrize(
    "evidence", [{"came_in_for": "+12025550172"}, {"called_on_wire": "2025550172"}, {"called_on_wire": "sip:+12025550172@a"}]
)
def test_from_where_a_call_was_forwarded_everybody_upstream_is_asked_for_the_number_it_came_in_for(
    stage: Stage, evidence: dict[str, str]
) -> None:
    stage.open()
    stage.answer("TERM", upstream("TRAN1"), evidence={"called_on_wire": "0016175550172", "diverted_from": "+12025550172"})
    assert (stage.receive("TRAN1").call.handed_as, stage.receive("TRAN1").call.diverted_from) == (None, "+12025550172")
    stage.answer("TRAN1", upstream("TRAN2"), evidence=evidence)
    stage.answer("TRAN2", upstream("ORIG"))
    for upstream_of_it in ("TRAN2", "ORIG"):
        call = stage.receive(upstream_of_it).call
        assert (call.called_number, call.handed_as, call.number_to_find) == ("+16175550172", "+12025550172", "+12025550172")


@pytest.mark.parametrize("written", ["16175550172", "9911#6175550172", "916175550172", "anonymous", "sales"])
def test_what_may_be_the_number_asked_or_none_is_no_other_number(stage: Stage, written: str) -> None:
    stage.open()
    stage.answer("TERM", upstream("TRAN1"), evidence={"called_on_wire": written})
    assert stage.receive("TRAN1").call.handed_as is None


def test_an_own_customer_ends_the_traceback_at_the_originator(stage: Stage) -> None:
    stage.open()
    stage.trace("TERM", "ORIG")
    stage.answer("ORIG", caller())
    assert (stage.outcome, stage.station("ORIG").finding) == ("originator_identified", "originating provider")
    assert [(end.kind, end.name) for end in stage.row.ends] == [("customer", "Brightpath Marketing LLC")]


def test_the_trace_goes_on_into_a_reseller_that_is_known(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", reseller("Harbor Voice", "TRAN1"))
    assert (stage.status("TERM"), stage.status("TRAN1")) == ("reseller_named", "requested")
    stage.answer("TRAN1", caller())
    assert stage.outcome == "originator_identified"


def test_a_reseller_nobody_knows_waits_for_staff(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", reseller("Dialers United"))
    assert (stage.unknown().status, stage.unknown().named_as, stage.row.needs_person) == ("unidentified", "Dialers United", True)


def test_a_foreign_provider_nobody_knows_ends_at_the_point_of_entry(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", abroad("Lagos Wire", "NG"))
    assert (stage.outcome, stage.station("TERM").finding) == ("point_of_entry_identified", "point of entry")
    assert [(end.kind, end.name, end.country) for end in stage.row.ends] == [("country", "Lagos Wire", "NG")]


def test_a_foreign_provider_that_is_known_is_asked_too(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", abroad("Luzon International", "PH", "LUZON"))
    assert (stage.outcome, stage.status("LUZON")) == ("", "requested")
    stage.answer("LUZON", declined())
    assert stage.outcome == "point_of_entry_identified"


def test_a_ported_number_leads_to_its_server_which_nobody_handed_the_call_to(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", served_by("TRAN1"))
    assert stage.receive("TRAN1").call.handed_to is None
    stage.answer("TRAN1", upstream("TRAN2"))
    handed_to = stage.receive("TRAN2").call.handed_to
    assert handed_to is not None
    assert handed_to.provider == "TRAN1"


@pytest.mark.parametrize("expired", [False, True])
def test_no_record_is_an_answer_and_ends_there(stage: Stage, expired: bool) -> None:
    stage.open()
    stage.answer("TERM", no_record(expired=expired))
    assert (stage.status("TERM"), stage.outcome) == ("no_record", "no_record")
    assert stage.facts("TERM")[-1] == ("records_expired" if expired else "no_record_found")


def test_declining_is_an_answer_too(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", declined())
    assert (stage.status("TERM"), stage.outcome) == ("declined", "declined")


@pytest.mark.parametrize("answer", [upstream("TERM"), served_by("TERM"), abroad("Us", "US", "TERM"), reseller("Us", "TERM")])
def test_naming_oneself_is_refused_and_the_field_is_named(stage: Stage, answer: dict[str, object]) -> None:
    stage.open()
    with pytest.raises(Invalid, match="named yourself") as refusal:
        stage.answer("TERM", answer)
    assert str(refusal.value.field).endswith(".provider")
    assert stage.status("TERM") == "running"


def test_an_unknown_registry_id_counts_as_a_name(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", {"kind": "received_from_provider", "upstream": {"provider": "P-NONE", "name": "QuickDial"}})
    assert stage.unknown().named_as == "QuickDial"


@pytest.mark.parametrize("answer", [upstream("TRAN1"), abroad("Lagos Wire", "NG")])
def test_a_trace_forward_takes_no_upstream(stage: Stage, answer: dict[str, object]) -> None:
    stage.open(direction=Direction.FORWARD)
    with pytest.raises(Invalid) as refusal:
        stage.answer("TERM", answer)
    assert refusal.value.field == "answer.kind"


def test_a_trace_forward_ends_with_the_customer_of_whoever_serves_the_number(stage: Stage) -> None:
    stage.open(direction=Direction.FORWARD)
    stage.answer("TERM", served_by("ORIG"))
    stage.answer("ORIG", caller())
    assert stage.outcome == "originator_identified"


def test_a_second_answer_is_kept_beside_the_first_and_refused(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", upstream("TRAN1"))
    request, response = stage.hop("TERM").public_id, said(caller())
    outcome = respond_to_request(actor=program_of("TERM"), request=request, response=response, how="api", now=stage.now)
    with pytest.raises(WrongState, match="already answered"):
        outcome.raised()
    assert (stage.texts_kept("TERM"), stage.status("TERM"), stage.status("TRAN1")) == (2, "upstream_named", "requested")
    assert [answer.stands for answer in stage.station("TERM").answers] == [True, False]


def test_an_answer_says_who_gave_it_and_its_provider_reads_it_again(stage: Stage) -> None:
    stage.open()
    stage.answer("TERM", stranger("QuickDial"))
    view = request_view(actor=person_of("TERM"), request=stage.hop("TERM").public_id)
    assert view.answers[0].words == "Cedar Valley Telephone states that it received this call from QuickDial."
    assert view.upstream_named == "QuickDial"
    assert set(stage.hop("TERM").status.split()) <= {status.value for status in VISIBLE_TO_PROVIDER}
