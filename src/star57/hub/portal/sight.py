"""Every page begins seeing nobody's rows; a visit then sees what its actor may (star57.hub.reads.seeing)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from star57.hub.reads.seeing import seeing_nothing


def begins_blind(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with seeing_nothing():
            return get_response(request)

    return middleware
