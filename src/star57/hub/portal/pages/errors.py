"""What is shown when something is refused or fails: what it is, why, and the next step; never more."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, Refused, TooSoon, WrongState
from star57.hub.portal.themes import theme_of

STATUS: Mapping[type[Refused], int] = {NotFound: 404, NotAllowed: 403, WrongState: 409, Invalid: 422, TooSoon: 429}


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page for one refusal. All that is not found looks alike."""
    if isinstance(refusal, NotFound):
        return not_found(request)
    titles = {403: _("This is not yours to do"), 409: _("This cannot be done as things stand"), 429: _("Not yet")}
    status = STATUS[type(refusal)]
    return _page(request, status, titles.get(status, _("This cannot be used")), str(refusal))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django hands it over
    """404: the same words whether it does not exist or belongs to somebody else."""
    return _page(request, 404, _("Not found"), _("This page does not exist or is not yours."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403 outside a use case."""
    return _page(request, 403, _("This is not yours to do"), _("Your role does not allow this. Ask your organisation's administrator."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without a valid token: an old tab, or cookies switched off."""
    why = _(
        "This form came from an old page, or cookies are switched off. Go back, reload the page and send it again; nothing was recorded."
    )
    return _page(request, 403, _("Please send it again"), why)


def failed(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database, which may be what failed."""
    shown = {"title": _("Something failed here"), "why": _("It is noted, and nothing you had sent before is lost. Try again in a minute.")}
    return HttpResponseServerError(render_to_string("portal/refused.html", {**shown, "theme": theme_of(request)}, request=None))


def _page(request: HttpRequest, status: int, title: str, why: str) -> HttpResponse:
    return render(request, "portal/refused.html", {"title": title, "why": why, "theme": theme_of(request)}, status=status)
