"""Replace an answer by another. Both stay on the record; what the first one led to is taken back where the second differs."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact
from star57.hub.domain.refusals import WrongState
from star57.hub.ledger.answers import Given, record_answer
from star57.hub.ledger.locking import case_of_hop
from star57.hub.reads.answers import standing_entry
from star57.hub.usecases.own_names import with_own_names
from star57.hub.usecases.permission import permit_hop
from star57.hub.usecases.respond_to_request import check_answer, receipt_for
from star57.wire.messages import Correction, Receipt


def correct_answer(*, actor: Actor, request: str, correction: Correction, how: str, now: datetime) -> Receipt:
    """Take the standing answer back and give another in one step. Raises NotFound, NotAllowed, Invalid, and WrongState also where
    the correction says which answer it replaces and another one stands by now."""
    with case_of_hop(request, actor=actor, now=now) as (case, hop):
        permit_hop(actor, Action.ANSWER_REQUEST, hop)
        response = with_own_names(hop, correction.response)
        check_answer(case, hop, response)
        if correction.replaces not in {None, standing_entry(hop.pk)}:
            raise WrongState("The answer you would replace was replaced meanwhile. Read the one that stands now, then correct that.")
        case.record(hop, HopFact.ANSWER_RETRACTED, secret_texts={"reason": correction.reason})
        return receipt_for(hop, record_answer(case, hop, response, Given(how, "", None, "")))
