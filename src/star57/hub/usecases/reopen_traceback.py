"""Take a withdrawn traceback up again: the requests that were withdrawn with it are asked anew."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import ClaimState, HopStatus
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.domain.tracing import TracebackStatus, reopening_fact
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.ledger.tracebacks import reopened
from star57.hub.usecases.permission import permit_case


def reopen_traceback(*, actor: Actor, traceback: str, reason: str, now: datetime) -> None:
    """Ask the withdrawn hops again. Raises NotFound, NotAllowed, WrongState, Invalid."""
    if len(reason.strip()) < 3:
        raise Invalid("Give the reason: it stands in the record.", "reason")
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.REOPEN_TRACEBACK, case)
        again = [hop for hop in case.hops.values() if hop.status == HopStatus.WITHDRAWN.value and hop.claim != ClaimState.RETRACTED.value]
        if not again:
            raise WrongState("No request of this traceback was withdrawn. Reopen the hop that you want asked again.")
        if case.traceback.status != TracebackStatus.OPEN.value:
            reopened(case, reason)
        for hop in again:
            fact = reopening_fact(case.legs(), hop.public_id)
            if fact:
                case.record(hop, fact)
