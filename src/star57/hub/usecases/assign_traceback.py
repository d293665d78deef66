"""Say whose traceback it is: one colleague's, or nobody's."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger import desk
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.usecases.permission import permit_case


def assign_traceback(*, actor: Actor, traceback: str, person: str | None, now: datetime) -> str | None:
    """Assign it to a colleague by id; None: to nobody. Returns whose it was. Raises NotFound, NotAllowed, Invalid."""
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.ASSIGN_TRACEBACK, case)
        found = desk.colleague(person, actor.organisation) if person else None
        if person and found is None:
            raise Invalid("Nobody of that id works here. Pick a colleague from the list.", "person")
        before = case.traceback.assigned_to
        if before != found:
            desk.assigned(case, found)
        return before.public_id if before else None
