"""Counts and times every request on its way through a handler, and notes failures of the database."""

from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from typing_extensions import override

from star57 import clock
from star57.hub.api import meters


class MeasuredHandler(ASGIHandler):
    """Django's handler, measured."""

    @override
    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The response; its time and status go to /metrics."""
        begun = clock.monotonic()
        response: Any = await super().get_response_async(request)
        meters.count(request, response.status_code, clock.monotonic() - begun)
        return response  # type: ignore[no-any-return]

    @override
    def process_exception_by_middleware(self, exception: Exception, request: HttpRequest) -> HttpResponse:
        """As Django does it, noted when it is the database's."""
        if isinstance(exception, DatabaseError):
            meters.DATABASE_ERRORS.inc()
        return super().process_exception_by_middleware(exception, request)
