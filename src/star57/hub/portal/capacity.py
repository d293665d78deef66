"""For whom a signed-in person acts just now: the organisation they chose, or nobody while they view as one. Kept in the session."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from star57.hub.domain.access import Action, Actor, ActorKind
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads import actors
from star57.hub.usecases.permission import ONLY_LOOKING
from star57.hub.usecases.view_as import end_view

ACTS_FOR, VIEWS_AS = "acts_for", "views_as"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def own_actor(request: HttpRequest) -> Actor | None:
    """The person as themselves, whatever they view; None without a membership."""
    return actors.actor_of_person(request.user.pk, request.session.get(ACTS_FOR)) if request.user.pk else None


def actor_of(request: HttpRequest, now: datetime) -> Actor | None:
    """Who acts: the person for the organisation chosen, or a viewer who cannot. A view whose time is up ends here."""
    own = own_actor(request)
    viewing = request.session.get(VIEWS_AS)
    view = actors.running_view(viewing, own.id) if own and viewing else None
    if own is None or view is None:
        return own
    if view.until <= now or own.reach(Action.VIEW_AS) is None:
        leave(request, own, now)
        return own
    request.viewing = view  # type: ignore[attr-defined]
    return actors.actor_viewing(own, view)


def leave(request: HttpRequest, own: Actor, now: datetime) -> None:
    """End the view of this session."""
    viewing = request.session.pop(VIEWS_AS, None)
    if viewing:
        end_view(actor=own, viewing=viewing, now=now)


def refuse_to_act(request: HttpRequest, actor: Actor) -> None:
    """Nothing is sent while one only looks: the use cases refuse it too, each by its own rule."""
    if actor.kind is ActorKind.VIEWER and request.method not in SAFE:
        raise NotAllowed(ONLY_LOOKING)


def shown(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame says about it."""
    found = actors.capacities_of(request.user.pk) if request.user.pk else ()
    return {"viewing": getattr(request, "viewing", None), "capacities": found if len(found) > 1 else ()}
