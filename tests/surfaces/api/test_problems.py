"""What cannot be used is refused with a problem document that names the field and says what to write."""

from typing import Any

import pytest

from tests.served import Hub
from tests.surfaces.api.calls import CAMPAIGN, ended, opened, opening, response, traced
from tests.usecases.cast import caller, no_record, upstream

SEARCHED = no_record()["searched"]
TOO_LONG = "x" * 10_001


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"called_number": "12"}, "called_number"),
        ({"called_number": "not a number"}, "called_number"),
        ({"called_number": None}, "called_number"),
        ({"called_number": "+1617555\u0000172"}, None),
        ({"calling_number": "12"}, "calling_number"),
        ({"call_at": "yesterday"}, "call_at"),
        ({"call_at": "2026-11-22T13:49:17"}, "call_at"),
        ({"call_at": "2999-01-01T00:00:00Z"}, "call_at"),
        ({"call_at": "1066-10-14T09:00:00Z"}, "call_at"),
        ({"call_at": "0001-01-01T00:00:00+14:00"}, "call_at"),
        ({"call_at": "9999-12-31T23:59:59-14:00"}, "call_at"),
        ({"uncertainty_s": -1}, "uncertainty_s"),
        ({"uncertainty_s": 86_401}, "uncertainty_s"),
        ({"uncertainty_s": "soon"}, "uncertainty_s"),
        ({"terminating": "NOBODY"}, "terminating"),
        ({"terminating": "no id"}, "terminating"),
        ({"campaign": None}, "campaign"),
        ({"campaign": {**CAMPAIGN, "name": ""}}, "campaign.name"),
        ({"campaign": {**CAMPAIGN, "transcript": TOO_LONG}}, "campaign.transcript"),
        ({"campaign_id": "C-NONE"}, "campaign"),
        ({"campaign": None, "campaign_id": "C-NONE"}, "campaign_id"),
        ({"direction": "sideways"}, "direction"),
        ({"reporter": "Ada"}, "reporter"),
    ],
)
def test_a_traceback_that_cannot_be_opened_says_why(hub: Hub, change: dict[str, Any], field: str | None) -> None:
    reply = hub.call("CONSORTIUM", "POST", "/tracebacks", json=opening(**change))
    assert reply.status_code == (422 if field else 400), reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem.get("field") == field
    assert len(problem["detail"]) > 10


@pytest.mark.parametrize("missing", ["called_number", "calling_number", "call_at", "terminating"])
def test_a_missing_field_is_named(hub: Hub, missing: str) -> None:
    body = opening()
    del body[missing]
    reply = hub.call("CONSORTIUM", "POST", "/tracebacks", json=body)
    assert (reply.status_code, reply.json()["field"]) == (422, missing)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": "2"}, "version"),
        ({"version": None}, "version"),
        ({"facts_version": 0}, "facts_version"),
        ({"facts_version": 7}, "facts_version"),
        ({"facts_version": 10**30}, "facts_version"),
        ({"made_by": "oracle"}, "made_by"),
        ({"answer": {"kind": "guess"}}, "answer"),
        ({"answer": {}}, "answer"),
        ({"answer": {"kind": "received_from_provider"}}, "answer.upstream"),
        ({"answer": {"kind": "received_from_provider", "upstream": {"name": ""}}}, "answer.upstream.name"),
        ({"answer": upstream("TERM")}, "answer.upstream.provider"),
        ({"answer": {"kind": "received_from_abroad", "upstream": {"name": "Lagos Wire"}}}, "answer.upstream.country"),
        ({"answer": {**no_record(), "searched": {**SEARCHED, "until": SEARCHED["since"]}}}, "answer.searched.until"),
        ({"answer": {"kind": "received_from_abroad", "upstream": {"name": "Lagos Wire", "country": "nigeria"}}}, "answer.upstream.country"),
        ({"answer": {"kind": "declined", "reason": "No."}}, "answer.reason"),
        ({"answer": {**no_record(), "records_expired": "who knows"}}, "answer.records_expired"),
        ({"evidence": {"started_at": "0001-01-01T00:00:00+14:00"}}, "evidence.started_at"),
        ({"evidence": {"duration_s": -1}}, "evidence.duration_s"),
    ],
)
def test_an_answer_that_cannot_be_true_says_why(hub: Hub, change: dict[str, Any], field: str) -> None:
    _traceback, requests = traced(hub, "TERM")
    reply = hub.call("TERM", "POST", f"/requests/{requests['TERM']}/response", json={**response(caller()), **change})
    assert (reply.status_code, reply.json().get("field")) == (422, field), reply.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": None}, "name"),
        ({"country": "us"}, "country"),
        ({"country": "USA"}, "country"),
        ({"country": "ÀÉ"}, "country"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"organisation": "O-NONE"}, "organisation"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_provider_that_cannot_be_entered_says_why(hub: Hub, change: dict[str, Any], field: str) -> None:
    reply = hub.call("CONSORTIUM", "POST", "/providers", json={"name": "Nobody Knows Telecom", "country": "US", **change})
    assert (reply.status_code, reply.json().get("field")) == (422, field), reply.text


@pytest.mark.parametrize(
    ("who", "path", "field"),
    [
        ("TERM", "/requests?state=some", "state"),
        ("TERM", "/requests?wait=61", "wait"),
        ("TERM", "/requests?wait=nan", "wait"),
        ("TERM", "/requests?limit=0", "limit"),
        ("TERM", "/requests?cursor=nonsense", "cursor"),
        ("CONSORTIUM", "/tracebacks?status=lost", "status"),
        ("CONSORTIUM", "/tracebacks?updated_since=yesterday", "updated_since"),
        ("CONSORTIUM", "/tracebacks?updated_since=0001-01-01T00:00:00%2B14:00", "updated_since"),
        ("CONSORTIUM", "/tracebacks?cursor=w5w", "cursor"),
        ("TERM", "/providers?limit=many", "limit"),
    ],
)
def test_a_query_that_cannot_be_read_names_its_part(hub: Hub, who: str, path: str, field: str) -> None:
    reply = hub.call(who, "GET", path)
    assert (reply.status_code, reply.json()["field"]) == (422, field)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": NaN}', b'"\\ud800"', b"[" * 100_000, b"null"])
def test_what_is_no_json_object_is_refused(hub: Hub, body: bytes) -> None:
    for path in ("/tracebacks", "/responses", "/hops/R-2222-2222-2222/decision"):
        reply = hub.call("CONSORTIUM", "POST", path, content=body, headers={"Content-Type": "application/json"})
        assert reply.status_code in {400, 422}, (path, reply.text)
        assert reply.json()["status"] == reply.status_code


NULS = ("/requests/%00", "/providers?q=%00", "/tracebacks?number=%00", "/tracebacks/T%00")


@pytest.mark.parametrize("path", [*NULS, "/requests/" + "R" * 65])
def test_no_address_breaks_it(hub: Hub, path: str) -> None:
    assert hub.call("CONSORTIUM", "GET", path).status_code in {400, 422}


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_an_idempotency_key_has_a_length(hub: Hub, key: str) -> None:
    reply = hub.call("CONSORTIUM", "POST", "/tracebacks", json=opening(), headers={"Idempotency-Key": key})
    assert (reply.status_code, reply.json()["field"]) == (422, "Idempotency-Key")


def test_the_same_key_and_body_have_the_same_reply_and_another_body_is_refused(hub: Hub) -> None:
    body, headers = opening(), {"Idempotency-Key": "open-1"}
    first = hub.call("CONSORTIUM", "POST", "/tracebacks", json=body, headers=headers)
    again = hub.call("CONSORTIUM", "POST", "/tracebacks", json=body, headers=headers)
    assert (again.status_code, again.text) == (first.status_code, first.text)
    other = hub.call("CONSORTIUM", "POST", "/tracebacks", json={**body, "uncertainty_s": 7}, headers=headers)
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")


def test_a_second_answer_is_told_apart_and_kept(hub: Hub) -> None:
    traceback, requests = ended(hub)
    headers = {"Idempotency-Key": f"second-{traceback}"}
    told = [hub.call("ORIG", "POST", f"/requests/{requests['ORIG']}/response", json=response(no_record()), headers=headers) for _ in "12"]
    assert [reply.status_code for reply in told] == [409, 409]
    assert told[0].text == told[1].text
    hops = hub.call("CONSORTIUM", "GET", f"/tracebacks/{traceback}").json()["hops"]
    assert [len(hop["answers"]) for hop in hops] == [1, 1, 2]


def test_who_has_no_key_is_told_how_to_send_one(hub: Hub) -> None:
    replies = [hub.call(who, "GET", "/requests") for who in (None, "s57_" + "x" * 43)]
    assert replies[0].text == replies[1].text
    assert replies[0].headers["www-authenticate"] == "Bearer"


def test_a_method_that_is_not_there_is_refused(hub: Hub) -> None:
    reply = hub.call("CONSORTIUM", "DELETE", f"/tracebacks/{opened(hub)}")
    assert (reply.status_code, reply.headers["Allow"], reply.json()["code"]) == (405, "GET", "no_such_route")


def test_an_address_that_is_none_says_where_the_addresses_stand(hub: Hub):
    reply = hub.call("CONSORTIUM", "GET", "/nowhere")
    assert (reply.status_code, reply.headers["Content-Type"]) == (404, "application/problem+json")
    assert "/api/v1/openapi.json" in reply.json()["detail"]
