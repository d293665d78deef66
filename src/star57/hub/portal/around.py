"""What every page shows around its content, also those that allauth makes: who is signed in, where they may go, when the session ends."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from star57.hub.domain.access import Action
from star57.hub.portal import capacity, session_clock
from star57.hub.portal.undoing import offered_undo
from star57.hub.portal.visits import places_of


def around(request: HttpRequest) -> dict[str, Any]:
    """Context for the page's frame. A view that shows a visit says more itself."""
    shown: dict[str, Any] = {"is_demo": settings.DEMO}
    visit = getattr(request, "visit", None)
    if visit is not None:
        shown |= {"actor": visit.actor, "now": visit.now, "places": places_of(visit), "undo": offered_undo(request, visit.now)}
        shown["searches"] = visit.actor.reach(Action.READ_TRACEBACK) is not None
    if hasattr(request, "user") and request.user.is_authenticated:  # a bad request has no user yet
        shown |= capacity.shown(request)
        shown |= {"session_left_s": session_clock.left_s(request), "warn_s": session_clock.WARN_S, "signed_in_as": request.user}
    else:
        shown["offices"] = _offices()
    return shown


def _offices() -> list[dict[str, str]]:
    """Where else somebody may sign in."""
    configured: Any = settings.SOCIALACCOUNT_PROVIDERS
    apps = configured["openid_connect"]["APPS"]
    return [{"name": app["name"], "address": reverse("openid_connect_login", args=[app["provider_id"]])} for app in apps]
