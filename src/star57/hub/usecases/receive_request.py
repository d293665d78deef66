"""Note that a request reached its provider, by agent or signed-in person: the legal clock starts (47 CFR 64.1200(n)(1))."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor, ActorKind
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.ledger.locking import case_of_hop
from star57.hub.reads.requests import wire_request
from star57.hub.usecases.permission import is_own_request, permit_hop
from star57.wire.messages import TracebackRequest

WAITING_FOR_RECEIPT = frozenset({HopStatus.REQUESTED, HopStatus.UNREACHED})


def receive_request(*, actor: Actor, request: str, how: str, now: datetime) -> TracebackRequest:
    """The request; its receipt is recorded if the actor's own organisation must answer it. Anybody else's reading starts no clock.

    how is api or portal. Raises NotFound.
    """
    with case_of_hop(request, actor=actor, now=now) as (case, hop):
        permit_hop(actor, Action.READ_REQUEST, hop)
        looks_on = actor.kind is ActorKind.VIEWER
        if not looks_on and is_own_request(actor, hop) and hop.status in WAITING_FOR_RECEIPT:
            case.record(hop, HopFact.REQUEST_RECEIVED, details={"how": how})
        return wire_request(hop)
