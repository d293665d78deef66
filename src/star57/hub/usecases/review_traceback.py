"""Say that somebody has looked at a traceback that was reopened, in doubt, or written about: it leaves that part of the queue."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger import desk
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.ledger.queueing import unread_words, unsettled_doubts
from star57.hub.usecases.permission import permit_case


def review_traceback(*, actor: Actor, traceback: str, reason: str, now: datetime) -> None:
    """Record what was found. Raises NotFound, NotAllowed, WrongState, Invalid."""
    if len(reason.strip()) < 3:
        raise Invalid("Say what you found: it stands in the record.", "reason")
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.REVIEW_TRACEBACK, case)
        if case.traceback.reopened_at is None and not unsettled_doubts(case) and not unread_words(case):
            raise WrongState("Nothing here is in doubt, was reopened or was written by a provider since somebody looked.")
        desk.reviewed(case, reason)
