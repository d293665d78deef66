"""Asks the access grid before anything is done. What an actor cannot reach at all looks as if it did not exist."""

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.ledger.case import Case, HopRow

NOT_YOURS = "There is no request {id}, or it is not yours."


def permit(actor: Actor, action: Action) -> Reach:
    """How far the action reaches for the actor. Raises NotAllowed when it is not theirs."""
    reach = actor.reach(action)
    if reach is None:
        raise NotAllowed(
            f"{actor.name} may not {action.value.replace('_', ' ')}. Ask your organisation's admin for a role or key that may."
        )
    return reach


def permit_hop(actor: Actor, action: Action, hop: HopRow) -> None:
    """Whether the actor may do this to this hop. Raises NotFound when the hop is another's, NotAllowed when the action is not theirs."""
    reading = actor.reach(Action.READ_REQUEST)
    is_own = (
        hop.provider is not None and hop.provider.organisation is not None and hop.provider.organisation.public_id == actor.organisation
    )
    if reading is None or (reading is Reach.OWN and not is_own):
        raise NotFound(NOT_YOURS.format(id=hop.public_id))
    if permit(actor, action) is Reach.OWN and not is_own:
        raise NotFound(NOT_YOURS.format(id=hop.public_id))


def permit_case(actor: Actor, action: Action, case: Case) -> None:
    """Whether the actor may do this to this traceback."""
    if actor.reach(Action.READ_TRACEBACK) is None and actor.reach(action) is None:
        raise NotFound(f"There is no traceback {case.traceback.public_id}, or it is not yours.")
    permit(actor, action)
