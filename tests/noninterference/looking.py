"""Everything that a reader can get out of a hub: every page and every route of the API, whatever is asked, and the mails to its people."""

import asyncio
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from star57.hub.api.routes import api
from star57.hub.config.api_handler import ApiHandler
from tests.noninterference.cast import Cast
from tests.noninterference.chance import Chance

OURS_TO_MASK = (
    (r'(csrfmiddlewaretoken" value=")[^"]+', r"\1…"),
    (r'(data-csrf=")[^"]+', r"\1…"),
    (r"'Expires: [^']+', ", ""),
    (r"\b[0-9a-f]{64}\b", "…hash…"),  # an entry's hash commits to texts under a random salt that nobody is told
)
"""What is random by itself. Ids are not masked: they follow from the deeds."""
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
OPERATORS = re.compile(r"^/(api/v1/|metrics$|healthz$|readyz$)")  # the API is asked by key; monitors have a door of their own
NOT_POSTED = re.compile(r"^/(sign-in|sign-out|password|account|leave|metrics|healthz|readyz|invitations)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked of the hub."""

    method: str
    address: str


@cache
def portal_routes() -> tuple[str, ...]:
    """Every address of the portal with its placeholders, as the resolver has them."""
    return tuple(dict.fromkeys(each for each in _routes(get_resolver().url_patterns, "/") if not OPERATORS.match(each)))


def _routes(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", str(each.pattern)).replace("^", "").replace("$", "")
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        else:
            yield route


@cache
def api_routes() -> tuple[tuple[str, str], ...]:
    """Every method and path of the API's own description."""
    paths = api.get_openapi_schema()["paths"]
    return tuple((method.upper(), re.sub(r"\{(\w+)\}", r"<\1>", path)) for path, operations in paths.items() for method in operations)


def filled(route: str, ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A route with each id in its place. A placeholder that nobody knows is an error: a new kind of id needs examples."""
    found = PLACEHOLDER.search(route)
    if found is None:
        yield route
        return
    for value in ids[found[1]]:
        yield from filled(route[: found.start()] + value + route[found.end() :], ids)


def addresses(ids: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every address of the portal."""
    return tuple(address for route in portal_routes() for address in filled(route, ids))


class Reader:
    """Somebody who looks, and what they got, masked."""

    def __init__(self, cast: Cast, chance: Chance, who: str) -> None:
        self.who, self._chance = who, chance
        self._key = cast.keys.get(who)
        self._client = Client()
        if who in cast.sessions:
            self._client.cookies["sessionid"] = cast.sessions[who]

    def carry(self, cookie: str, value: str) -> None:
        self._client.cookies[cookie] = value

    @property
    def is_program(self) -> bool:
        return self._key is not None

    def ask(self, asked: Asked, body: Mapping[str, Any]) -> str:
        """The whole answer: status, headers, body."""
        self._chance.begin(f"look {asked.method} {asked.address}")
        return masked(self._by_key(asked, body) if self._key else self._by_browser(asked, body))

    def _by_browser(self, asked: Asked, body: Mapping[str, Any]) -> str:
        send = self._client.get if asked.method == "GET" else self._client.post
        response: Any = send(asked.address, body or None)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        cookies = sorted(name for name in response.cookies)
        headers = sorted(f"{name}: {value}" for name, value in response.headers.items())
        return f"{response.status_code}\n{cookies}\n{headers}\n{content.decode('utf-8', 'replace')}"

    def _by_key(self, asked: Asked, body: Mapping[str, Any]) -> str:
        sent: list[dict[str, Any]] = []
        path, _, query = asked.address.partition("?")
        content = io.BytesIO(b"" if asked.method == "GET" else json.dumps(body).encode())
        headers = [(b"host", b"localhost"), (b"authorization", f"Bearer {self._key}".encode()), (b"content-type", b"application/json")]
        scope = {"type": "http", "method": asked.method, "path": path, "query_string": query.encode(), "headers": headers, "scheme": "http",
                 "http_version": "1.1", "server": ("localhost", 80), "client": ("127.0.0.1", 1)}  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content.read(), "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(ApiHandler()(scope, receive, send))
        return f"{sent[0]['status']}\n{sorted(sent[0]['headers'])}\n{sent[1]['body'].decode()}"


def masked(text: str) -> str:
    for pattern, instead in OURS_TO_MASK:
        text = re.sub(pattern, instead, text)
    return text
