"""Arrange one's own desk: saved views of the queue, read mentions, single keys on or off. Nobody else's record changes."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor, ActorKind
from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, WrongState
from star57.hub.ledger import views
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.permission import permit

LONGEST_NAME = 80
LONGEST_QUERY = 1000


def save_view(*, actor: Actor, name: str, query: str, is_shared: bool) -> str:
    """Keep an address of the queue under a name; returns its id. Raises NotAllowed, Invalid, WrongState."""
    _permit_person(actor)
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Invalid("Give the view a name of at most %(longest_name)s characters.", "name", longest_name=LONGEST_NAME)
    if len(query) > LONGEST_QUERY:
        raise Invalid("These filters are too long to keep.", "query")
    with transaction():
        kept = views.save_view(actor, name.strip(), query, is_shared=is_shared)
    if kept is None:
        raise WrongState("You keep %(most_views)s views already. Forget one first.", most_views=views.MOST_VIEWS)
    return kept


def forget_view(*, actor: Actor, view: str) -> None:
    """Forget one of one's own views. Raises NotAllowed, NotFound."""
    _permit_person(actor)
    with transaction():
        if not views.forget_view(actor, view):
            raise NotFound("There is no view %(view)s, or it is not yours.", view=view)


def read_mentions(*, actor: Actor, now: datetime) -> int:
    """Note that every note that names oneself was read. Raises NotAllowed."""
    _permit_person(actor)
    with transaction():
        return views.read_mentions(actor, now)


def use_keys(*, actor: Actor, are_used: bool) -> None:
    """Switch single-key shortcuts on or off for oneself. Raises NotAllowed."""
    if actor.kind is not ActorKind.PERSON:
        raise NotAllowed("Only a person who is signed in has shortcuts.")
    with transaction():
        views.use_keys(actor, are_used=are_used)


def _permit_person(actor: Actor) -> None:
    permit(actor, Action.READ_TRACEBACK)
    if actor.kind is not ActorKind.PERSON:
        raise NotAllowed("Only a person who is signed in has a desk.")
