"""What every page shows around its content, also those that allauth makes: who is signed in, where they may go, when the session ends."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from star57.hub.portal import session_clock
from star57.hub.portal.visits import places_of


def around(request: HttpRequest) -> dict[str, Any]:
    """Context for the page's frame. A view that shows a visit says more itself."""
    shown: dict[str, Any] = {"is_demo": settings.DEMO}
    visit = getattr(request, "visit", None)
    if visit is not None:
        shown |= {"actor": visit.actor, "now": visit.now, "places": places_of(visit)}
    if request.user.is_authenticated:
        shown |= {"session_left_s": session_clock.left_s(request), "warn_s": session_clock.WARN_S, "signed_in_as": request.user}
    return shown
