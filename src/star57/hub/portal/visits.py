"""A visit: one signed-in person's request to one page. Views take a visit, make one call, return one answer; refusals become pages here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from star57 import clock
from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Refused
from star57.hub.portal.pages.errors import refusal_page
from star57.hub.reads import actors


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the main navigation."""

    words: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for a page, and when."""

    request: HttpRequest
    actor: Actor
    now: datetime

    def show(self, template: str, /, *, status: int = 200, **shown: Any) -> HttpResponse:
        """The page, with what every page needs."""
        around = {"actor": self.actor, "now": self.now, "places": places_of(self)}
        answer = render(self.request, f"portal/{template}", {**around, **shown}, status=status)
        answer["Cache-Control"] = "no-store"
        return answer


def places_of(visit: Visit) -> list[Place]:
    """Where this person may go."""
    places = []
    if visit.actor.reach(Action.READ_TRACEBACK):
        places.append((_("Tracebacks"), reverse("queue")))
    if visit.actor.reach(Action.READ_REQUEST) and not visit.actor.reach(Action.READ_TRACEBACK):
        places.append((_("Requests"), reverse("requests")))
    return [Place(words, address, visit.request.path.startswith(address)) for words, address in places]


def visited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for signed-in people with a role; whatever the use case refuses is shown with its reason."""

    @wraps(view)
    def page(request: HttpRequest, **names: str) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("sign-in"))
        actor = actors.actor_of_person(request.user.pk)
        if actor is None:
            return render(request, "portal/no_role.html", status=403)
        try:
            return view(Visit(request, actor, clock.now()), **names)
        except Refused as refusal:
            return refusal_page(request, refusal)

    return page
