"""Correct the facts of a call: every open hop is told, its clock starts anew; a "no record" to wrong facts counts for nothing."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import ClaimState, HopFact, HopStatus
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.domain.tracing import TracebackStatus
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.ledger.tracebacks import correct_facts, reopened
from star57.hub.usecases.open_traceback import CallReport, checked_call
from star57.hub.usecases.permission import permit_case


def correct_call_facts(*, actor: Actor, traceback: str, report: CallReport, reason: str, seen: int | None, now: datetime) -> int:
    """Record the corrected facts and tell every provider that still has to answer, or that found nothing. Returns the new version.

    seen: the version that was read before; raises WrongState when another stands by now. None: whatever stands is replaced.
    """
    if len(reason.strip()) < 3:
        raise Invalid("Give the reason: it stands in the record.", "reason")
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.CORRECT_FACTS, case)
        if seen not in {None, case.traceback.facts_version}:
            raise WrongState("The facts of %(id)s were corrected by somebody else since you read them.", id=traceback)
        if case.traceback.status == TracebackStatus.ENDED.value:
            reopened(case, reason)
        correct_facts(case, checked_call(report, now), reason)
        for hop in tuple(case.hops.values()):
            if hop.claim != ClaimState.RETRACTED.value and (HopStatus(hop.status), HopFact.FACTS_CORRECTED) in HOP_STEPS:
                case.record(hop, HopFact.FACTS_CORRECTED, changes={"facts_version": case.traceback.facts_version})
        return case.traceback.facts_version
