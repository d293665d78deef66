"""The agent's only way out: the hub's REST interface over HTTPS, one key, connections kept alive. Never follows a redirect."""

import ssl
from collections.abc import AsyncIterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import httpx

from star57.agent.hub_address import checked_hub
from star57.agent.hub_replies import AnswerRefused, HubAway, Page, RequestGone, date_of, json_of, receipt_in, requests_in
from star57.wire.messages import AgentState, Receipt, TracebackRequest

__all__ = ["AnswerRefused", "HubAway", "HubClient", "Listed", "RequestGone"]

_ACCEPTED = "application/json, application/problem+json"
_CONNECT_S = 10.0
_REPLY_S = 30.0
_MOST_PAGES = 1000


class Listed(NamedTuple):
    """Requests the hub has for this key, and what is wrong with those that could not be read."""

    requests: tuple[TracebackRequest, ...]
    unreadable: tuple[str, ...]


class HubClient:
    """One provider's key at one hub. Use as an async context manager, inside the event loop that calls it."""

    def __init__(self, hub: str, key: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        address = checked_hub(hub)
        is_secure = address.startswith("https://")
        self._http = httpx.AsyncClient(
            base_url=f"{address}/api/v1/",
            headers={"Authorization": f"Bearer {key}", "Accept": _ACCEPTED, "User-Agent": "star57-agent"},
            timeout=httpx.Timeout(_REPLY_S, connect=_CONNECT_S),
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=16, keepalive_expiry=60),
            verify=_trust() if is_secure else False,
            trust_env=is_secure,  # a proxy may stand before the internet, never before this machine
            follow_redirects=False,
            transport=transport,
        )

    async def __aenter__(self) -> "HubClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def new_requests(self, wait_s: int) -> Listed:
        """Requests not yet received by this agent; holds up to `wait_s` seconds for one. Raises HubAway."""
        return await self._listed({"state": "new", "wait": str(wait_s)}, wait_s)

    async def open_requests(self) -> Listed:
        """Everything the provider still has to answer, all pages. Raises HubAway."""
        return await self._listed({"state": "open"}, 0)

    async def respond(self, request_id: str, body: str, key: str) -> Receipt:
        """Send an answer; under the same key it counts once. Raises HubAway, AnswerRefused, RequestGone."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        reply = await self._asked("POST", f"requests/{request_id}/response", content=body.encode(), headers=headers)
        return receipt_in(json_of(reply), request_id)

    async def report(self, state: AgentState) -> None:
        """Say how this agent is. Raises HubAway, AnswerRefused, RequestGone (a hub that takes no such report)."""
        headers = {"Content-Type": "application/json"}
        json_of(await self._asked("POST", "agent/state", content=state.model_dump_json().encode(), headers=headers))

    async def told_time(self) -> datetime | None:
        """The hub's clock, to the second, as its reply to this key says. Nothing is received by asking. Raises HubAway."""
        reply = await self._asked("GET", "providers", params={"limit": "1"})
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
            reply = await self._asked("GET", "requests", params=query, timeout=httpx.Timeout(wait_s + _REPLY_S, connect=_CONNECT_S))
            try:
                page = requests_in(json_of(reply))
            except (AnswerRefused, RequestGone) as problem:
                raise HubAway(f"the hub does not know GET /api/v1/requests: {problem}") from problem
            yield page
            if page.next is None:
                return
            query = {"state": query["state"], "cursor": page.next}
        raise HubAway("the hub's list of requests has no end")

    async def _asked(self, method: str, path: str, **parts: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **parts)
        except httpx.HTTPError as problem:
            raise HubAway(f"the hub cannot be reached at {self._http.base_url.host}: {str(problem) or type(problem).__name__}") from problem


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """One for all agents of a process: reading the certificates costs 20 ms each time."""
    return httpx.create_ssl_context()
