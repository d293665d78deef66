"""Asks the access grid before anything is done. What an actor cannot reach at all looks as if it did not exist."""

from star57.hub.domain.access import Action, Actor, ActorKind, Reach
from star57.hub.domain.answering import VISIBLE_TO_PROVIDER
from star57.hub.domain.refusals import NotAllowed, NotFound, told
from star57.hub.ledger.case import Case, HopRow
from star57.hub.reads.reach import answers_for

NOT_YOURS = told("There is no request %(id)s, or it is not yours.")
ONLY_LOOKING = told("You are looking at the hub as another organisation sees it: nothing can be changed. End the view first.")


def permit(actor: Actor, action: Action) -> Reach:
    """How far the action reaches for the actor. Raises NotAllowed when it is not theirs."""
    reach = actor.reach(action)
    if reach is None and actor.kind is ActorKind.VIEWER:
        raise NotAllowed(ONLY_LOOKING)
    if reach is None:
        raise NotAllowed("%(name)s may not do this. Ask your organisation's admin for a role or key that may.", name=actor.name)
    return reach


def permit_hop(actor: Actor, action: Action, hop: HopRow) -> None:
    """Whether the actor may do this to this hop. Raises NotFound when the hop is out of reach, NotAllowed when the action is not theirs."""
    reaches = {actor.reach(Action.READ_REQUEST), actor.reach(action)}
    if Reach.ALL not in reaches and not (reaches & {Reach.OWN, Reach.THIS} and is_own_request(actor, hop)):
        raise NotFound(NOT_YOURS, id=hop.public_id)
    if permit(actor, action) is not Reach.ALL and not is_own_request(actor, hop):
        raise NotFound(NOT_YOURS, id=hop.public_id)


def is_own_request(actor: Actor, hop: HopRow) -> bool:
    """Whether the actor's organisation answers for whoever was asked.

    A hop that is held back or looped has not been asked: it does not exist for it.
    """
    was_asked = hop.asked_at is not None and hop.status in VISIBLE_TO_PROVIDER
    if actor.kind is ActorKind.CONTACT:
        return was_asked and hop.public_id == actor.id
    return was_asked and answers_for(actor, hop.provider)


def permit_case(actor: Actor, action: Action, case: Case) -> None:
    """Whether the actor may do this to this traceback."""
    if actor.reach(Action.READ_TRACEBACK) is None and actor.reach(action) is None:
        raise NotFound("There is no traceback %(id)s, or it is not yours.", id=case.traceback.public_id)
    permit(actor, action)
