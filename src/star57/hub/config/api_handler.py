"""Django's handler without middleware, signals and a thread for each request: keys instead of sessions, no forms, no pages.

Database connections are the database threads' own business (star57.hub.api.threads).
"""

import asyncio
from typing import Any

from django.core.exceptions import RequestAborted
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase
from typing_extensions import override

from star57.hub.api.meters import WAITING
from star57.hub.api.problems import as_problem
from star57.hub.config.measured import MeasuredHandler

UNROUTED = frozenset({404, 405})  # Django's own, and not a use case's, when they are no problem document
HEADERS = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))


class ApiHandler(MeasuredHandler):
    """Answers API requests; a caller that hangs up while it waits is forgotten at once, so that nothing is marked as received."""

    @override
    def load_middleware(self, is_async: bool = False) -> None:
        """Only the conversion of exceptions into responses."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        respond: Any = self._get_response_async  # type: ignore[attr-defined]
        self._middleware_chain = convert_exception_to_response(respond)

    @override
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One HTTP request."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        try:
            request, refusal = self.create_request(scope, body)
            waits = request is not None and b"wait=" in scope["query_string"]
            response = refusal if request is None else await (self._unless_gone(request, receive) if waits else self._answer(request))
            if response is not None:
                await _send(response, send)
        finally:
            body.close()

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await self.get_response_async(request)
        return as_problem(response) if response.status_code in UNROUTED else response

    async def _unless_gone(self, request: HttpRequest, receive: Any) -> HttpResponseBase | None:
        """The response, or None when the caller hung up before there was one."""
        with WAITING.track_inprogress():
            return await self._first_of(request, receive)

    async def _first_of(self, request: HttpRequest, receive: Any) -> HttpResponseBase | None:
        answer = asyncio.create_task(self._answer(request))
        gone = asyncio.create_task(_disconnected(receive))
        done, pending = await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        return answer.result() if answer in done else None


async def _disconnected(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(response: Any, send: Any) -> None:
    """API responses are whole, never streamed."""
    headers = [(name.encode("ascii").lower(), value.encode("latin1")) for name, value in response.items()]
    content = response.content
    length = (b"content-length", str(len(content)).encode("ascii"))
    await send({"type": "http.response.start", "status": response.status_code, "headers": [*headers, length, *HEADERS]})
    await send({"type": "http.response.body", "body": content})
