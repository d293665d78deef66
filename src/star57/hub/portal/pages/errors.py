"""What is shown when something is refused: what it is, why, and the next step; never more."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, Refused, TooSoon, WrongState
from star57.hub.portal.refusal_words import in_words

STATUS: Mapping[type[Refused], int] = {NotFound: 404, NotAllowed: 403, WrongState: 409, Invalid: 422, TooSoon: 429}


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page for one refusal. All that is not found looks alike."""
    if isinstance(refusal, NotFound):
        return render(request, "404.html", status=404)
    titles = {403: _("This is not yours to do"), 409: _("This cannot be done as things stand"), 429: _("Not yet")}
    status = STATUS[type(refusal)]
    shown = {"title": titles.get(status, _("This cannot be used")), "why": in_words(refusal)}
    answer = render(request, "portal/refused.html", shown, status=status)
    if isinstance(refusal, TooSoon):
        answer["Retry-After"] = str(refusal.retry_after_s)
    return answer
