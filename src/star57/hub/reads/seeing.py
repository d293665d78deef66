"""Whose rows the database shows to an actor: the second lock behind the queries' own limits. The access grid decides who sees all."""

from contextlib import AbstractContextManager

from star57.hub.domain.access import Action, Actor, ActorKind, Reach
from star57.hub.records.sight import ALL, NOTHING, Sight, look, seeing

EVERYBODY_READS = Action.LIST_PROVIDERS  # the register is no secret


def sight_of(actor: Actor) -> Sight:
    """All where the grid lets some action reach all; else one request, or what is one organisation's."""
    if any(reach is Reach.ALL for action, reach in actor.reaches.items() if action is not EVERYBODY_READS):
        return ALL
    if actor.kind is ActorKind.CONTACT:
        return Sight("request", actor.id)
    return of_organisation(actor.organisation) if actor.organisation else NOTHING


def of_organisation(public_id: str) -> Sight:
    """What is this organisation's."""
    return Sight("organisation", public_id)


def look_as(actor: Actor) -> None:
    """From now on this thread sees what the actor may."""
    look(sight_of(actor))


def seeing_nothing() -> AbstractContextManager[None]:
    """How each request begins, whatever the one before saw: nobody has said who they are. At its end the thread sees what it saw before."""
    return seeing(NOTHING)


def seeing_all() -> AbstractContextManager[None]:
    """For the work process, which serves nobody."""
    return seeing(ALL)
