"""The ASGI application: the API on a short chain, so that a waiting agent costs nothing; pages on Django's whole one."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from typing_extensions import override

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "star57.hub.config.settings")

import django
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.exception import convert_exception_to_response

django.setup(set_prefix=False)

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

API_PATHS = ("/api/v1/requests", "/api/v1/responses", "/api/v1/tracebacks", "/api/v1/hops", "/api/v1/providers", "/healthz", "/readyz")


class ApiHandler(ASGIHandler):
    """Django's handler without middleware: keys instead of sessions, no forms, no pages."""

    @override
    def load_middleware(self, is_async: bool = False) -> None:
        """Only the conversion of exceptions into responses."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        respond: Any = self._get_response_async  # type: ignore[attr-defined]
        self._middleware_chain = convert_exception_to_response(respond)


_api: Any = ApiHandler()
_pages: Any = ASGIHandler()


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Hand each request to its chain."""
    if scope["type"] == "http" and scope["path"].startswith(API_PATHS):
        await _api(scope, receive, _with_headers(send))
    else:
        await _pages(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]
        await send(message)

    return sending
