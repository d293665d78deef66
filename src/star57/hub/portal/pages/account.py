"""What a person does about their own sign-in: allauth's pages in our frame, and the page that says why a second factor is needed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from star57.hub.domain.refusals import Refused
from star57.hub.domain.sign_in import Requirement, is_met
from star57.hub.portal import session_clock
from star57.hub.portal.accounts.proofs import own_key, proofs_of
from star57.hub.portal.kept_forms import remember_who
from star57.hub.portal.pages.errors import refusal_page
from star57.hub.portal.visits import visit_of
from star57.hub.reads.factors import requirement_for


def own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page about one's own sign-in: open to whoever is signed in, also before they have proved enough for any other page."""

    @wraps(view)
    def page(request: HttpRequest, **names: Any) -> HttpResponseBase:
        if not session_clock.visit_session(request):
            return redirect_to_login(request.get_full_path(), reverse("sign-in"))
        request.visit = visit_of(request)  # type: ignore[attr-defined]
        try:
            answer = view(request, **names)
        except Refused as refusal:
            return refusal_page(request, refusal)
        answer["Cache-Control"] = "no-store"
        remember_who(request, answer)
        return answer

    return page


@require_safe
@own
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why one is needed, and which will do."""
    requirement = requirement_for(own_key(request))
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("home")
    shown = {
        "needs_passkey": requirement is Requirement.PHISHING_RESISTANT,
        "is_met": is_met(requirement, proofs_of(request)),
        "back": back,
    }
    return render(request, "account/second_factor.html", shown)


def session_left(request: HttpRequest) -> HttpResponse:
    """How many seconds the session has left; a POST makes it last longer. 0 when it is over."""
    if not session_clock.visit_session(request):
        return JsonResponse({"left_s": 0})
    if request.method == "POST":
        session_clock.extend(request)
    answer = JsonResponse({"left_s": session_clock.left_s(request)})
    answer["Cache-Control"] = "no-store"
    return answer
