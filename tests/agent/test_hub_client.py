"""What the hub's replies mean, how long the agent waits, and that its key goes nowhere it should not."""

from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from star57 import clock
from star57.agent.backoff import Backoff
from star57.agent.hub_address import BadHubAddress
from star57.agent.hub_client import AnswerRefused, HubAway, HubClient, RequestGone
from star57.agent.hub_replies import json_of, receipt_in, requests_in
from tests.agent.carrier import request


def reply(status: int, **parts) -> httpx.Response:
    return httpx.Response(status, request=httpx.Request("POST", "https://hub.example/api/v1/requests/req_1/response"), **parts)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"code": "not_signed_in"}, HubAway),
        (403, {"code": "not_allowed"}, HubAway),
        (404, {"code": "not_found", "detail": "it does not exist"}, RequestGone),
        (409, {"code": "already_answered", "detail": "answered"}, RequestGone),
        (422, {"code": "invalid", "detail": "wrong"}, AnswerRefused),
        (400, {"code": "malformed", "detail": "wrong"}, AnswerRefused),
        (413, {"title": "too large"}, AnswerRefused),
        (408, {"code": "slow"}, HubAway),
        (429, {"code": "too_many"}, HubAway),
        (500, {"code": "broken"}, HubAway),
        (503, {"code": "busy"}, HubAway),
        (404, ["no problem document"], HubAway),
        (409, {}, HubAway),
        (302, {}, HubAway),
    ],
)
def test_what_a_status_means(status, body, kind):
    with pytest.raises(kind):
        json_of(reply(status, json=body))


def test_a_problem_document_becomes_one_line():
    body = {"code": "invalid", "field": "answer.upstream.provider", "detail": "there is no\nprovider prv_x", "title": "Invalid"}
    with pytest.raises(AnswerRefused) as refusal:
        json_of(reply(422, json=body))
    assert str(refusal.value) == "answer.upstream.provider: there is no provider prv_x (422 invalid)"


def test_retry_after_may_be_seconds_or_a_date():
    for header, low, high in (("7", 7, 7), (format_datetime(clock.now() + timedelta(seconds=60), usegmt=True), 55, 61)):
        with pytest.raises(HubAway) as away:
            json_of(reply(409, json={"code": "x"}, headers={"Retry-After": header}))
        assert away.value.retry_after_s is not None
        assert low <= away.value.retry_after_s <= high
    with pytest.raises(RequestGone):
        json_of(reply(409, json={"code": "x"}, headers={"Retry-After": "soon"}))


def test_a_receipt_for_another_request_is_no_receipt():
    body = {
        "version": "1",
        "request": "req_2",
        "fact": "x",
        "recorded_at": "2026-11-23T13:50:00Z",
        "entry": "e",
        "entry_hash": "0" * 64,
        "state": "answered",
    }
    assert receipt_in(body, "req_2").entry == "e"
    with pytest.raises(HubAway):
        receipt_in(body, "req_1")


def test_a_list_is_read_leniently_inside_and_strictly_outside():
    good = request().model_dump(mode="json") | {"a_field_of_tomorrow": 1}
    page = requests_in({"version": "1", "requests": [good, good | {"id": "bad id!"}, None], "next": "cur_2"})
    assert (page.requests, len(page.unreadable), page.next) == ((request(),), 2, "cur_2")
    refused: tuple[object, ...] = ([], {}, {"version": "2", "requests": []}, {"version": "1", "requests": {}})
    for listed in refused:
        with pytest.raises(HubAway):
            requests_in(listed)


def test_waiting_is_fast_at_first_grows_to_half_a_minute_and_is_spread():
    longest, shortest = Backoff(max), Backoff(min)
    waits = [longest.next_s(None) for _ in range(40)]
    assert waits[:3] == [0.05, 0.1, 0.2]
    assert max(waits) == waits[-1] == 30
    assert [shortest.next_s(None) for _ in range(3)] == [0.025, 0.05, 0.1]
    assert longest.next_s(90) == 90
    assert longest.next_s(1e9) == 600
    longest.reset()
    assert longest.next_s(None) == 0.05


@pytest.mark.parametrize(
    "hub", ["http://hub.example", "hub.example", "https://", "https://hub.example?x=1", "http://[::1", "https://h:99999"]
)
def test_an_address_that_cannot_be_a_hub_is_refused(hub):
    with pytest.raises(BadHubAddress):
        HubClient(hub, "key")


def test_every_page_of_a_list_is_read_and_a_redirect_is_not_followed():
    import asyncio

    seen = []

    def hub(asked: httpx.Request) -> httpx.Response:
        seen.append((asked.url.path, dict(asked.url.params), asked.headers["authorization"]))
        if "cursor" in asked.url.params:
            return httpx.Response(302, headers={"Location": "https://elsewhere.example/"})
        return httpx.Response(200, json={"version": "1", "requests": [request().model_dump(mode="json")], "next": "c2"})

    async def ask() -> None:
        async with HubClient("https://hub.example/base", "k", transport=httpx.MockTransport(hub)) as client:
            await client.open_requests()

    with pytest.raises(HubAway):
        asyncio.run(ask())
    assert seen == [
        ("/base/api/v1/requests", {"state": "open"}, "Bearer k"),
        ("/base/api/v1/requests", {"state": "open", "cursor": "c2"}, "Bearer k"),
    ]
