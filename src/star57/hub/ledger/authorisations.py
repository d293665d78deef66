"""Writes authorisations: who else may answer for a provider."""

from datetime import datetime
from typing import TypeAlias

from star57.hub.domain.access import Actor
from star57.hub.ledger import rows, wakeups
from star57.hub.records.lookup import only
from star57.hub.records.models import Authorisation, Organisation, Provider

AuthorisationRow: TypeAlias = Authorisation


def running(provider: Provider, organisation: Organisation) -> Authorisation | None:
    """The authorisation that runs now, locked."""
    found = Authorisation.objects.select_for_update(of=("self",)).filter(provider=provider, organisation=organisation)
    return only(found.filter(revoked_at__isnull=True))


def by_id(public_id: str) -> Authorisation | None:
    """An authorisation with its provider and both organisations, locked."""
    found = Authorisation.objects.select_for_update(of=("self",)).select_related("provider__organisation", "organisation")
    return only(found.filter(public_id=public_id))


def grant(provider: Provider, organisation: Organisation, *, actor: Actor, now: datetime) -> Authorisation:
    """Enter an authorisation; what waits for the provider now waits for the organisation too."""
    row = Authorisation(provider=provider, organisation=organisation, granted_by=actor.id, granted_at=now)
    rows.create(row, "authorisation", "authorisation_granted", actor=actor, at=now, details=_about(provider, organisation))
    wakeups.wake([wakeups.request_topic(organisation.public_id)])
    return row


def revoke(row: Authorisation, *, actor: Actor, now: datetime) -> None:
    """Record that an authorisation ended: from this commit on nothing of the provider's is within reach."""
    about = _about(row.provider, row.organisation)
    rows.change(row, "authorisation", "authorisation_revoked", actor=actor, at=now, changes={"revoked_at": now}, details=about)
    wakeups.wake([wakeups.request_topic(row.organisation.public_id)])


def _about(provider: Provider, organisation: Organisation) -> dict[str, str]:
    return {"provider": provider.public_id, "organisation": organisation.public_id}
