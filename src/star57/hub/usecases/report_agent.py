"""Keep what a carrier's agent says of itself, for that carrier's own people. Not part of the record."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor, ActorKind, Reach
from star57.hub.domain.refusals import NotAllowed
from star57.hub.ledger import keys
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.permission import permit
from star57.wire.messages import AgentState


def report_agent_state(*, actor: Actor, state: AgentState, now: datetime) -> AgentState:
    """Keep it under the agent's key, in place of what it said before. Raises NotAllowed for whoever has no requests of its own."""
    if permit(actor, Action.READ_REQUEST) is not Reach.OWN or actor.kind is not ActorKind.KEY:
        raise NotAllowed("Only a carrier's agent says how it is: use a key with requests:read of your own organisation.")
    with transaction():
        keys.note_agent(actor.id, state, now)
    return state
