"""Stops a request whose body is larger than anything this hub takes, while it streams in: nothing of the rest reaches memory or disk."""

from collections.abc import Awaitable, Callable
from typing import Any

MAX_BODY_BYTES = 32_000_000
TEXT = b"This is more than can be sent at once (32 MB). Send less, or in parts."

Application = Callable[[Any, Any, Any], Awaitable[None]]


class TooLarge(Exception):
    """The body went on beyond the limit."""


def limited(application: Application) -> Application:
    """The application, whose callers get 413 for a body that is too large, announced or not."""

    async def with_limit(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await application(scope, receive, send)
        if _announced(scope) > MAX_BODY_BYTES:
            return await _refuse(send)
        try:
            await application(scope, _counting(receive), send)
        except TooLarge:
            await _refuse(send)

    return with_limit


def _announced(scope: Any) -> int:
    written = dict(scope["headers"]).get(b"content-length", b"0")
    return int(written) if written.isdigit() else 0


def _counting(receive: Any) -> Any:
    taken = 0

    async def counted() -> Any:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY_BYTES:
            raise TooLarge
        return message

    return counted


async def _refuse(send: Any) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TEXT})
