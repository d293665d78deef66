"""A visit: one signed-in person's request to one page. Views take a visit, make one call, return one answer; refusals become pages here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.forms.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from star57 import clock
from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Refused
from star57.hub.portal.accounts.policy import missing_proof
from star57.hub.portal.capacity import actor_of, refuse_to_act
from star57.hub.portal.kept_forms import keep_form, kept_form, page_of, refill, remember_who
from star57.hub.portal.pages.errors import refusal_page
from star57.hub.portal.session_clock import visit_session
from star57.hub.reads.seeing import look_as


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
        around: dict[str, Any] = {"actor": self.actor, "now": self.now, "places": places_of(self)}
        typed = kept_form(self.request)
        for form in [value for value in shown.values() if typed and isinstance(value, BaseForm)]:
            refill(form, typed or QueryDict())
            around["is_refilled"] = True
        answer = render(self.request, f"portal/{template}", {**around, **shown}, status=status)
        answer["Cache-Control"] = "no-store"
        return answer


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit of somebody who is signed in and has a role; None otherwise."""
    actor = actor_of(request, clock.now()) if request.user.pk else None
    if actor:
        look_as(actor)
    return Visit(request, actor, clock.now()) if actor else None


def places_of(visit: Visit) -> list[Place]:
    """Where this person may go."""
    places = []
    if visit.actor.reach(Action.READ_TRACEBACK):
        places.append((_("Tracebacks"), reverse("queue")))
        places.append((_("Campaigns"), reverse("campaigns")))
    if visit.actor.reach(Action.READ_REQUEST) and not visit.actor.reach(Action.READ_TRACEBACK):
        places.append((_("Home"), reverse("carrier-home")))
        places.append((_("Requests"), reverse("requests")))
    if visit.actor.reach(Action.VIEW_AS):
        places.append((_("Organisations"), reverse("organisations")))
    if visit.actor.reach(Action.READ_ORGANISATION):
        places.append((_("Your organisation"), reverse("organisation")))
    return [Place(words, address, visit.request.path.startswith(address)) for words, address in places]


def visited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for signed-in people with a role; whatever the use case refuses is shown with its reason."""

    @wraps(view)
    def page(request: HttpRequest, **names: str) -> HttpResponseBase:
        if not visit_session(request):
            keep_form(request)
            return redirect_to_login(page_of(request), reverse("sign-in"))
        way_to_proof = missing_proof(request)
        if way_to_proof:
            return way_to_proof
        actor = actor_of(request, clock.now())
        if actor is None:
            return render(request, "portal/no_role.html", status=403)
        look_as(actor)
        request.visit = visit = Visit(request, actor, clock.now())  # type: ignore[attr-defined]
        try:
            refuse_to_act(request, actor)
            answer = view(visit, **names)
        except Refused as refusal:
            return refusal_page(request, refusal)
        remember_who(request, answer)
        return answer

    return page
