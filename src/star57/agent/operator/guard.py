"""What every request and reply of the page passes: only names of our own, only forms of our own, and headers that allow nothing foreign."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_FORM = 64 << 10
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


class Guard:
    """`hosts`: names, without port, that a browser may have typed. Any other is a foreign name that leads here (DNS rebinding)."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app, self._hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        await (refusal or self._app)(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if name_of(host) not in self._hosts:
            return PlainTextResponse("This page answers under its own names only: see star57 agent serve --help.\n", 421)
        if method not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("There is no such method here.\n", 405)
        origin = headers.get("origin")
        if method == "POST" and (
            headers.get("sec-fetch-site", "same-origin") != "same-origin" or (origin is not None and urlsplit(origin).netloc != host)
        ):
            return PlainTextResponse("This form was sent from another site, and nothing was done.\n", 403)
        length = headers.get("content-length", "0")
        if method == "POST" and (not length.isdecimal() or int(length) > LONGEST_FORM or "transfer-encoding" in headers):
            return PlainTextResponse("This form is too long.\n", 413)
        return None


def name_of(host: str) -> str:
    """ "[::1]:5757" -> "[::1]"."""
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0].lower()
