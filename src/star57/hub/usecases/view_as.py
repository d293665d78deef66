"""Look at the portal as an organisation sees it: read only, for a stated reason, half an hour at most, in that organisation's own log."""

from datetime import datetime, timedelta

from star57.hub.domain.access import Action, Actor, OrganisationKind
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger import registry, viewings
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.permission import permit

LASTS = timedelta(minutes=30)
MIN_REASON, MAX_REASON = 10, 1000


def begin_view(*, actor: Actor, organisation: str, reason: str, now: datetime) -> str:
    """Begin; returns the view's id, to keep in the session. Raises NotAllowed, NotFound, Invalid, WrongState."""
    permit(actor, Action.VIEW_AS)
    if not MIN_REASON <= len(reason.strip()) <= MAX_REASON:
        raise Invalid(
            "Give a reason of at least %(min_reason)s characters: the organisation reads it in its own event log.",
            "reason",
            min_reason=MIN_REASON,
        )
    with transaction():
        found = registry.organisation_by_id(organisation)
        if found is None:
            raise NotFound("There is no organisation %(organisation)s.", organisation=organisation)
        if found.kind == OrganisationKind.CONSORTIUM.value:
            raise WrongState("You see what the consortium sees already.")
        return viewings.begin(found, now + LASTS, reason.strip(), actor=actor, now=now).public_id


def end_view(*, actor: Actor, viewing: str, now: datetime) -> None:
    """End one's own view; twice changes nothing. A view whose time was up ended then. Raises NotFound."""
    with transaction():
        row = viewings.by_id(viewing)
        if row is None or row.person != actor.id:
            raise NotFound("There is no view %(viewing)s, or it is not yours.", viewing=viewing)
        if row.ended_at is None:
            viewings.end(row, actor=actor, now=min(now, row.until))
