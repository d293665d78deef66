"""What the hub's replies mean, how long the agent waits, and that its key goes nowhere it should not."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from star57 import clock
from star57.agent.backoff import Backoff
from star57.agent.hub_address import BadHubAddress
from star57.agent.hub_client import AnswerRefused, HubAway, HubClient, RequestGone
from star57.agent.hub_replies import Reply, json_of, receipt_in, requests_in
from tests.agent.carrier import request


def reply(status: int, body: object, retry_after: str | None = None) -> Reply:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return Reply("POST /api/v1/requests/req_1/response", "hub.example", status, "", headers, json.dumps(body).encode())


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
        json_of(reply(status, body))


def test_a_problem_document_becomes_one_line():
    body = {"code": "invalid", "field": "answer.upstream.provider", "detail": "there is no\nprovider prv_x", "title": "Invalid"}
    with pytest.raises(AnswerRefused) as refusal:
        json_of(reply(422, body))
    assert str(refusal.value) == "answer.upstream.provider: there is no provider prv_x (422 invalid)"


def test_retry_after_may_be_seconds_or_a_date():
    for header, low, high in (("7", 7, 7), (format_datetime(clock.now() + timedelta(seconds=60), usegmt=True), 55, 61)):
        with pytest.raises(HubAway) as away:
            json_of(reply(409, {"code": "x"}, header))
        assert away.value.retry_after_s is not None
        assert low <= away.value.retry_after_s <= high
    with pytest.raises(RequestGone):
        json_of(reply(409, {"code": "x"}, "soon"))


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


class Hub(BaseHTTPRequestHandler):
    """Gives one page, and sends whoever asks for the next one elsewhere."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Authorization"]))
        is_second = "cursor=" in self.path
        body = b"" if is_second else json.dumps({"version": "1", "requests": [request().model_dump(mode="json")], "next": "c&2"}).encode()
        self.send_response(302 if is_second else 200)
        self.send_header("Content-Length", str(len(body)))
        if is_second:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing to the terminal."""


def test_every_page_of_a_list_is_read_and_a_redirect_is_not_followed():
    Hub.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.daemon_threads = True

    async def ask() -> None:
        async with HubClient(f"http://127.0.0.1:{server.server_port}/base", "k") as client:
            await client.open_requests()

    with server, ThreadPoolExecutor(1) as beside:
        serving = beside.submit(server.serve_forever, 0.01)
        with pytest.raises(HubAway):
            asyncio.run(ask())
        server.shutdown()
        serving.result()
    assert Hub.seen == [
        ("/base/api/v1/requests?state=open", "Bearer k"),
        ("/base/api/v1/requests?state=open&cursor=c%262", "Bearer k"),
    ]


def test_a_hub_that_is_not_there_is_away():
    async def ask() -> None:
        async with HubClient("http://127.0.0.1:1", "k") as client:
            await client.new_requests(1)

    with pytest.raises(HubAway, match=r"cannot be reached at 127\.0\.0\.1: Connect call failed"):
        asyncio.run(ask())


@pytest.mark.parametrize(
    ("hub", "environment", "proxy"),
    [
        ("https://hub.example", {"https_proxy": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ("https://hub.example", {"https_proxy": "http://proxy.example:3128", "no_proxy": "hub.example"}, None),
        ("http://127.0.0.1:8000", {"http_proxy": "http://proxy.example:3128", "https_proxy": "http://proxy.example:3128"}, None),
    ],
)
def test_a_proxy_may_stand_before_the_internet_never_before_this_machine(hub, environment, proxy, monkeypatch):
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert HubClient(hub, "k").proxy == proxy
