"""Visits by one-time code: a cookie of its own that opens one request. Pages of a request take them beside people who sign in."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from star57 import clock
from star57.hub.domain.access import Actor
from star57.hub.domain.one_time import VISIT_LASTS
from star57.hub.domain.refusals import Refused
from star57.hub.portal.pages.errors import refusal_page
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads.one_time import actor_of_visit
from star57.hub.reads.seeing import look_as
from star57.hub.usecases.open_by_code import OpenedRequest

COOKIE = "one-request"


def visited_too_by_code(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for signed-in people and for whoever holds a one-time code; the code's reach is its one request."""
    by_people = visited(view)

    @wraps(view)
    def page(request: HttpRequest, **names: str) -> HttpResponseBase:
        holder = None if request.user.is_authenticated else holder_of(request)
        if holder is None:
            return by_people(request, **names)
        look_as(holder)
        try:
            return view(Visit(request, holder, clock.now()), **names)
        except Refused as refusal:
            return refusal_page(request, refusal)

    return page


def holder_of(request: HttpRequest) -> Actor | None:
    """Whoever opened a request by a code in this browser."""
    secret = request.COOKIES.get(COOKIE, "")
    return actor_of_visit(secret, clock.now()) if secret else None


def enter(request: HttpRequest, opened: OpenedRequest) -> HttpResponse:
    """To the request, with the visit's secret."""
    answer = redirect("request", opened.request)
    lasts_s = int(VISIT_LASTS.total_seconds())
    answer.set_cookie(COOKIE, opened.secret, max_age=lasts_s, samesite="Strict", secure=request.is_secure(), httponly=True)
    return answer
