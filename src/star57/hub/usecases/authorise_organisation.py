"""Let another organisation, such as a consultant, answer for one's own provider; and take that back at once."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor, OrganisationKind
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger import authorisations, registry
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.reach import is_owned
from star57.hub.usecases.permission import permit


def authorise_organisation(*, actor: Actor, provider: str, organisation: str, now: datetime) -> str:
    """Grant it; returns the authorisation's id. Granting what runs already changes nothing.

    Only the provider's own organisation may: an authorised one cannot pass it on. Raises NotFound, NotAllowed, Invalid, WrongState.
    """
    permit(actor, Action.AUTHORISE_ORGANISATION)
    with transaction():
        row, other = registry.provider_by_id(provider), registry.organisation_by_id(organisation)
        if row is None or not is_owned(actor, row):
            raise NotFound("There is no provider %(provider)s, or it is not yours.", provider=provider)
        if other is None or other.kind != OrganisationKind.PROVIDER.value:
            raise Invalid(
                "No organisation of this id answers requests. Ask yours for its id: it stands on its own page here.", "organisation"
            )
        if is_owned(actor, row) and other.public_id == actor.organisation:
            raise WrongState("Your own organisation answers for its providers already.")
        running = authorisations.running(row, other)
        return (running or authorisations.grant(row, other, actor=actor, now=now)).public_id


def revoke_authorisation(*, actor: Actor, authorisation: str, now: datetime) -> None:
    """End it at once, by the provider's own organisation; twice changes nothing. Raises NotFound, NotAllowed."""
    permit(actor, Action.AUTHORISE_ORGANISATION)
    with transaction():
        row = authorisations.by_id(authorisation)
        if row is None or not is_owned(actor, row.provider):
            raise NotFound("There is no authorisation %(authorisation)s, or it is not yours.", authorisation=authorisation)
        if row.revoked_at is None:
            authorisations.revoke(row, actor=actor, now=now)
