"""Enter organisations and the providers they answer for into the registry."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from star57.hub.domain.access import Action, Actor, OrganisationKind
from star57.hub.domain.jurisdictions import NotACountry, jurisdiction_for
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger import contacts, registry
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.permission import permit


@dataclass(frozen=True, slots=True)
class ProviderFiling:
    """What is known of a provider; "" for what is not. country is ISO 3166, time_zone an IANA name of the office that answers."""

    name: str
    country: str
    time_zone: str
    frn: str
    ocn: str
    spc: str
    contact: str


def register_organisation(*, actor: Actor, kind: OrganisationKind, name: str, public_id: str | None, now: datetime) -> str:
    """Enter an organisation; returns its id. public_id None: a random one."""
    permit(actor, Action.EDIT_REGISTRY)
    if not name.strip():
        raise Invalid("An organisation has a name.", "name")
    with transaction():
        if registry.organisation_by_id(public_id):
            raise WrongState("There is an organisation %(public_id)s already.", public_id=public_id)
        row = registry.new_organisation(public_id, kind.value, name)
        registry.enter(row, "organisation", "organisation_registered", actor=actor, now=now, secret_texts={})
        return row.public_id


def register_provider(*, actor: Actor, filing: ProviderFiling, organisation: str | None, public_id: str | None, now: datetime) -> str:
    """Enter a provider; returns its id. organisation None: nobody may answer for it yet."""
    permit(actor, Action.EDIT_REGISTRY)
    _check(filing)
    with transaction():
        if registry.provider_by_id(public_id):
            raise WrongState("There is a provider %(public_id)s already.", public_id=public_id)
        owner = registry.organisation_by_id(organisation)
        if organisation and owner is None:
            raise Invalid("There is no organisation %(organisation)s.", "organisation", organisation=organisation)
        row = registry.new_provider(
            public_id,
            owner,
            name=filing.name,
            country=filing.country,
            time_zone=filing.time_zone,
            frn=filing.frn,
            ocn=filing.ocn,
            spc=filing.spc,
        )
        registry.enter(row, "provider", "provider_registered", actor=actor, now=now, secret_texts={})
        if filing.contact:
            contacts.from_registration(row, filing.contact, actor=actor, now=now)
        return row.public_id


def _check(filing: ProviderFiling) -> None:
    if not filing.name.strip():
        raise Invalid("A provider has a legal name.", "name")
    try:
        jurisdiction_for(filing.country)
    except NotACountry:
        raise Invalid(
            "%(country)r is no country code. Write two capital letters of ISO 3166, such as US.", "country", country=filing.country
        ) from None
    if filing.time_zone and filing.time_zone not in available_timezones():
        raise Invalid("%(time_zone)r is no time zone. Write an IANA name such as America/Chicago.", "time_zone", time_zone=filing.time_zone)
