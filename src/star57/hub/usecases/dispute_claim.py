"""Deny, or confirm, the downstream neighbour's statement that it received the call from the provider that is asked."""

from collections.abc import Mapping
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import ClaimState, HopFact
from star57.hub.domain.refusals import WrongState
from star57.hub.ledger.effects import carry_out
from star57.hub.ledger.locking import case_of_hop
from star57.hub.usecases.permission import permit_hop
from star57.hub.usecases.respond_to_request import receipt_for
from star57.wire.messages import Confirmation, Dispute, Receipt


def dispute_claim(*, actor: Actor, request: str, dispute: Dispute, now: datetime) -> Receipt:
    """Deny it: both statements stand side by side until an analyst decides. Raises NotFound, NotAllowed, WrongState."""
    return _state(actor, request, HopFact.CLAIM_DISPUTED, {"reason": dispute.reason}, now)


def confirm_claim(*, actor: Actor, request: str, confirmation: Confirmation, now: datetime) -> Receipt:
    """Confirm it. Raises NotFound, NotAllowed, WrongState."""
    texts = {"comment": confirmation.comment} if confirmation.comment else {}
    return _state(actor, request, HopFact.CLAIM_CONFIRMED, texts, now)


def _state(actor: Actor, request: str, fact: HopFact, texts: Mapping[str, str], now: datetime) -> Receipt:
    with case_of_hop(request, actor=actor, now=now) as (case, hop):
        permit_hop(actor, Action.DISPUTE_CLAIM, hop)
        if hop.claim == ClaimState.NONE.value:
            raise WrongState("Nobody names you here: you were asked because you serve the called number.")
        entry, step = case.record(hop, fact, secret_texts=texts)
        carry_out(case, hop, step, None)
        return receipt_for(hop, entry)
