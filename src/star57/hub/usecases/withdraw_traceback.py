"""Take a traceback back: every open request is withdrawn and its provider told."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import OPEN
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.ledger.tracebacks import withdrawn
from star57.hub.usecases.permission import permit_case


def withdraw_traceback(*, actor: Actor, traceback: str, reason: str, now: datetime) -> None:
    """Withdraw it and all its open hops. Raises NotFound, NotAllowed, WrongState, Invalid."""
    if len(reason.strip()) < 3:
        raise Invalid("Give the reason: it stands in the record.", "reason")
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.WITHDRAW_TRACEBACK, case)
        withdrawn(case, reason)
        for hop in tuple(case.hops.values()):
            if HopStatus(hop.status) in OPEN:
                case.record(hop, HopFact.HOP_WITHDRAWN)
