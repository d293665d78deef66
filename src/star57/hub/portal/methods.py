"""The portal is read and posted to; whoever tries anything else is told so before any page looks at it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

TAKEN = ("GET", "HEAD", "POST")
API = "/api/"  # answers for itself


def read_or_post(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: 405 for every other method."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method in TAKEN or request.path.startswith(API):
            return get_response(request)
        refused: HttpResponse = HttpResponseNotAllowed(TAKEN)
        return refused

    return middleware
