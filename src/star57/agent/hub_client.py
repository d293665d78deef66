"""The agent's only way out: the hub's REST interface over HTTPS, one key, connections kept alive. Never follows a redirect."""

import ssl
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from star57.agent.hub_address import checked_hub
from star57.agent.hub_replies import AnswerRefused, HubAway, Page, Reply, RequestGone, date_of, json_of, receipt_in, requests_in
from star57.wire.messages import AgentState, Receipt, TracebackRequest

__all__ = ["AnswerRefused", "HubAway", "HubClient", "Listed", "RequestGone"]

_ACCEPTED = "application/json, application/problem+json"
_CONNECT_S = 10.0
_REPLY_S = 30.0
_KEPT_ALIVE_S = 60.0
_AT_ONCE = 16
_MOST_PAGES = 1000
_trust = ssl.create_default_context()  # the machine's own; one for all agents: reading the certificates costs 20 ms each time


class Listed(NamedTuple):
    """Requests the hub has for this key, and what is wrong with those that could not be read."""

    requests: tuple[TracebackRequest, ...]
    unreadable: tuple[str, ...]


class HubClient:
    """One provider's key at one hub. Use as an async context manager, inside the event loop that calls it."""

    def __init__(self, hub: str, key: str) -> None:
        self._base = f"{checked_hub(hub)}/api/v1/"
        self._headers = {"Authorization": f"Bearer {key}", "Accept": _ACCEPTED, "User-Agent": "star57-agent"}
        self.proxy = _proxy_to(self._base)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "HubClient":
        self._session = aiohttp.ClientSession(
            headers=self._headers,
            connector=aiohttp.TCPConnector(limit=_AT_ONCE, keepalive_timeout=_KEPT_ALIVE_S, ssl=_trust),
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=self.proxy,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    async def new_requests(self, wait_s: int) -> Listed:
        """Requests not yet received by this agent; holds up to `wait_s` seconds for one. Raises HubAway."""
        return await self._listed({"state": "new", "wait": str(wait_s)}, wait_s)

    async def open_requests(self) -> Listed:
        """Everything the provider still has to answer, all pages. Raises HubAway."""
        return await self._listed({"state": "open"}, 0)

    async def respond(self, request_id: str, body: str, key: str) -> Receipt:
        """Send an answer; under the same key it counts once. Raises HubAway, AnswerRefused, RequestGone."""
        reply = await self._posted(f"requests/{request_id}/response", body, {"Idempotency-Key": key})
        return receipt_in(json_of(reply), request_id)

    async def report(self, state: AgentState) -> None:
        """Say how this agent is. Raises HubAway, AnswerRefused, RequestGone (a hub that takes no such report)."""
        json_of(await self._posted("agent/state", state.model_dump_json(), {}))

    async def told_time(self) -> datetime | None:
        """The hub's clock, to the second, as its reply to this key says. Nothing is received by asking. Raises HubAway."""
        reply = await self._asked("GET", "providers?limit=1", {}, None, _REPLY_S)
        try:
            json_of(reply)
        except (AnswerRefused, RequestGone) as problem:
            raise HubAway(f"the hub does not know GET /api/v1/providers: {problem}") from problem
        return date_of(reply)

    async def _listed(self, query: dict[str, str], wait_s: int) -> Listed:
        requests: list[TracebackRequest] = []
        unreadable: list[str] = []
        async for page in self._pages(query, wait_s):
            requests.extend(page.requests)
            unreadable.extend(page.unreadable)
        return Listed(tuple(requests), tuple(unreadable))

    async def _pages(self, query: dict[str, str], wait_s: int) -> AsyncIterator[Page]:
        for _ in range(_MOST_PAGES):
            reply = await self._asked("GET", f"requests?{urlencode(query)}", {}, None, wait_s + _REPLY_S)
            try:
                page = requests_in(json_of(reply))
            except (AnswerRefused, RequestGone) as problem:
                raise HubAway(f"the hub does not know GET /api/v1/requests: {problem}") from problem
            yield page
            if page.next is None:
                return
            query = {"state": query["state"], "cursor": page.next}
        raise HubAway("the hub's list of requests has no end")

    async def _posted(self, path: str, body: str, headers: Mapping[str, str]) -> Reply:
        return await self._asked("POST", path, {**headers, "Content-Type": "application/json"}, body.encode(), _REPLY_S)

    async def _asked(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, reply_s: float) -> Reply:
        if self._session is None:
            raise RuntimeError("enter this client before it is used")
        url = URL(self._base + path, encoded=True)
        timeout = aiohttp.ClientTimeout(sock_connect=_CONNECT_S, sock_read=reply_s)
        asked = self._session.request(method, url, headers=headers, data=body, timeout=timeout, allow_redirects=False)
        try:
            async with asked as found:
                content = await found.read()
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise HubAway(f"the hub cannot be reached at {url.host}: {_reason(problem)}") from problem
        return Reply(f"{method} {url.path}", str(url.host), found.status, found.reason or "", found.headers, content)


def _reason(problem: Exception) -> str:
    """In the system's words where it was the system that refused."""
    if isinstance(problem, aiohttp.ClientConnectorError) and not isinstance(problem, aiohttp.ClientSSLError):
        return problem.os_error.strerror or str(problem.os_error)
    return str(problem) or type(problem).__name__


def _proxy_to(address: str) -> str | None:
    """A proxy, as the environment names it (https_proxy, no_proxy), may stand before the internet, never before this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" or proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get("https")
