"""Confirm as non-responsive every provider of a traceback whose escalation has lapsed."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.usecases.permission import permit_case


def confirm_silence(*, actor: Actor, traceback: str, reason: str, now: datetime) -> int:
    """Confirm each; returns how many. Raises NotFound, NotAllowed, WrongState when none has lapsed, Invalid."""
    if len(reason.strip()) < 3:
        raise Invalid("Give the reason: it stands in the record.", "reason")
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.DECIDE_HOP, case)
        lapsed = [hop for hop in case.hops.values() if hop.status == HopStatus.LAPSED.value]
        if not lapsed:
            raise WrongState("No escalation has lapsed here: there is nothing to confirm.")
        for hop in lapsed:
            case.record(hop, HopFact.NON_RESPONSE_CONFIRMED, secret_texts={"reason": reason})
        return len(lapsed)
