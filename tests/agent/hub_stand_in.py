"""A small real HTTP hub for the agent's tests: speaks the wire, remembers Idempotency-Keys, and can be told to misbehave."""

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from star57 import clock
from star57.wire.messages import Receipt, RequestState, TracebackRequest, TracebackResponse

KEY = "s57_test_key"
RECORDED_AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


class Call(NamedTuple):
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


class Reply(NamedTuple):
    status: int
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None


HANG_UP = Reply(0)
Misbehaviour = Callable[[Call], Reply | None]


class HubStandIn:
    """Everything it was told and answered; safe to look at from the test's thread."""

    def __init__(self) -> None:
        self.requests: dict[str, TracebackRequest] = {}
        self.received: set[str] = set()
        self.answers: dict[str, list[TracebackResponse]] = {}  # what stands on the record
        self.posts: list[tuple[str, str]] = []  # (request, key) of every attempt
        self.polls: list[str] = []
        self.misbehave: deque[Misbehaviour] = deque()  # each may answer one call instead of the hub
        self.before_posts: deque[Misbehaviour] = deque()  # the same, for answers only
        self.after_posts: deque[Misbehaviour] = deque()  # the hub did its work, but the reply is another
        self.clock_off = timedelta()
        self.port = 0
        self._replays: dict[str, tuple[bytes, Reply]] = {}
        self._something_new = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, *requests: TracebackRequest) -> None:
        """From any thread."""
        with self._lock:
            for request in requests:
                self.requests[request.id] = request
                self.received.discard(request.id)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._something_new.set)

    def withdraw(self, request_id: str) -> None:
        with self._lock:
            del self.requests[request_id]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (call := await _read(reader)) is not None:
                reply = await self._answered(call)
                if reply is HANG_UP:
                    break
                writer.write(_written(reply))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answered(self, call: Call) -> Reply:
        if self.misbehave and (reply := self.misbehave.popleft()(call)) is not None:
            return reply
        if call.headers.get("authorization") != f"Bearer {KEY}":
            return _problem(401, "not_signed_in", "this key is not known")
        if call.method == "GET":
            return await self._shown(call)
        if call.method == "POST" and call.path.endswith("/response"):
            if self.before_posts and (reply := self.before_posts.popleft()(call)) is not None:
                return reply
            reply = self._taken(call)
            instead = self.after_posts.popleft()(call) if self.after_posts else None
            return instead or reply
        return _problem(404, "not_found", "there is no such page")

    async def _shown(self, call: Call) -> Reply:
        if call.path == "/api/v1/requests":
            return await self._listed(call)
        if call.path == "/api/v1/providers":
            return Reply(200, [], (("date", format_datetime(clock.now() + self.clock_off, usegmt=True)),))
        return _problem(404, "not_found", "there is no such page")

    async def _listed(self, call: Call) -> Reply:
        state, wait = call.query["state"][0], float(call.query.get("wait", ["0"])[0])
        self.polls.append(state)
        found = self._waiting(state)
        if not found and wait:
            self._something_new.clear()
            try:
                async with asyncio.timeout(wait):
                    await self._something_new.wait()
            except TimeoutError:
                pass
            found = self._waiting(state)
        return Reply(200, {"version": "1", "requests": [one.model_dump(mode="json") for one in found], "next": None})

    def _waiting(self, state: str) -> list[TracebackRequest]:
        with self._lock:
            found = [one for one in self.requests.values() if one.state in (RequestState.OPEN, RequestState.SENT_BACK)]
            found = [one for one in found if state == "open" or one.id not in self.received]
            self.received.update(one.id for one in found)
            return found

    def _taken(self, call: Call) -> Reply:
        request_id, key = call.path.split("/")[4], call.headers["idempotency-key"]
        with self._lock:
            self.posts.append((request_id, key))
            if key in self._replays:
                body, reply = self._replays[key]
                return reply if body == call.body else _problem(422, "key_reused", "another body under the same key")
            reply = self._new_answer(request_id, call.body)
            self._replays[key] = (call.body, reply)
            return reply

    def _new_answer(self, request_id: str, body: bytes) -> Reply:
        request = self.requests.get(request_id)
        if request is None:
            return _problem(404, "not_found", "it does not exist or is not yours")
        response = TracebackResponse.model_validate_json(body)
        self.answers.setdefault(request_id, []).append(response)
        if request.state is RequestState.ANSWERED:
            return _problem(409, "already_answered", "this request is answered already; both answers are kept")
        self.requests[request_id] = request.model_copy(update={"state": RequestState.ANSWERED})
        receipt = Receipt(
            version="1", request=request_id, fact="upstream_named", recorded_at=RECORDED_AT, entry=f"ent_{len(self._replays)}",
            entry_hash="0" * 64, state=RequestState.ANSWERED,
        )  # fmt: skip
        return Reply(201, receipt.model_dump(mode="json"))


@contextmanager
def hub_stand_in(port: int = 0, hub: HubStandIn | None = None) -> Iterator[HubStandIn]:
    """Serving from a thread of its own until the block ends; give an earlier one and its port to bring it back."""
    standing = hub or HubStandIn()
    ready, stop = threading.Event(), asyncio.Event()

    async def live() -> None:
        standing._loop = asyncio.get_running_loop()
        tasks: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(standing.serve(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(connected, "127.0.0.1", port)
        standing.port = server.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield standing
    finally:
        loop, standing._loop = standing._loop, None
        assert loop is not None
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


def problem(status: int, code: str, detail: str, **headers: str) -> Misbehaviour:
    return lambda _: _problem(status, code, detail, **headers)


def _problem(status: int, code: str, detail: str, **headers: str) -> Reply:
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail}
    return Reply(status, body, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


async def _read(reader: asyncio.StreamReader) -> Call | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    return Call(method, parts.path, parse_qs(parts.query), headers, body)


def _written(reply: Reply) -> bytes:
    body = reply.raw if reply.raw is not None else json.dumps(reply.body).encode()
    lines = [f"HTTP/1.1 {reply.status} X", "content-type: application/json", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    return "\r\n".join([*lines, "", ""]).encode() + body
