"""Remind every provider that a traceback waits for: by hand, beside the reminders that the clock sends."""

from datetime import datetime, timedelta

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact, HopStatus, Party
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.domain.refusals import TooSoon, WrongState
from star57.hub.domain.tracing import waiting
from star57.hub.ledger.desk import has_befallen
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.usecases.permission import permit_case

APART = timedelta(hours=1)


def remind_providers(*, actor: Actor, traceback: str, now: datetime) -> int:
    """Remind each; returns how many. Raises NotFound, NotAllowed, WrongState when nobody owes an answer, TooSoon within the hour."""
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.REMIND_PROVIDER, case)
        waited_for = [case.hops[each.hop] for each in waiting(case.legs()) if each.party is not Party.NOBODY]
        silent = [hop for hop in waited_for if (HopStatus(hop.status), HopFact.REMINDER_SENT) in HOP_STEPS]
        if not silent:
            raise WrongState("Nobody who has received a request still owes an answer here.")
        owed = [hop for hop in silent if not has_befallen(hop, HopFact.REMINDER_SENT.value, case, APART)]
        if not owed:
            raise TooSoon("Everybody asked here was reminded within the last hour. Wait, or telephone.", int(APART.total_seconds()))
        for hop in owed:
            case.record(hop, HopFact.REMINDER_SENT)
        return len(owed)
