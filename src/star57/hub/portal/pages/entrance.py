"""The way in for each kind of organisation, and the choice of colours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from star57.hub.domain.access import Action
from star57.hub.portal.themes import COOKIE, THEMES
from star57.hub.portal.visits import Visit, visited

YEAR_S = 365 * 86_400


@require_safe
@visited
def home(visit: Visit) -> HttpResponse:
    """Where a person's work is."""
    if visit.actor.reach(Action.READ_TRACEBACK):
        return redirect("queue")
    if visit.actor.reach(Action.READ_REQUEST):
        return redirect("carrier-home")
    return visit.show("nothing_yet.html")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen colours and go back to the page."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = redirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie(COOKIE, chosen, max_age=YEAR_S, samesite="Lax", secure=request.is_secure(), httponly=True)
    else:
        answer.delete_cookie(COOKIE)
    return answer
