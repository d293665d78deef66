"""Writes organisations, providers, people's memberships, campaigns; finds providers for other writers."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Model

from star57.hub.domain.access import Actor
from star57.hub.ledger import rows
from star57.hub.records.lookup import only
from star57.hub.records.models import Campaign, Membership, Organisation, Person, Provider
from star57.hub.records.prepared import TEXT_MARK, Prepared, build, columns

CampaignRow: TypeAlias = Campaign
ProviderRow: TypeAlias = Provider


_COLUMNS = (*columns(Provider, ""), *columns(Organisation, "organisation__"))
_WIDTH = len(columns(Provider, ""))
_PROVIDER = Prepared(lambda public_id: Provider.objects.filter(public_id=public_id).values_list(*_COLUMNS), TEXT_MARK)


def provider_by_id(public_id: str | None) -> Provider | None:
    """A registered provider; None when there is none of this id."""
    if not public_id:
        return None
    rows = _PROVIDER(public_id)
    if not rows:
        return None
    provider: Provider = build(Provider, rows[0][:_WIDTH])
    provider.organisation = build(Organisation, rows[0][_WIDTH:])
    return provider


def organisation_by_id(public_id: str | None) -> Organisation | None:
    """An organisation; None when there is none of this id."""
    return only(Organisation.objects.filter(public_id=public_id)) if public_id else None


def campaign_by_id(public_id: str) -> Campaign | None:
    """A campaign; None when there is none of this id."""
    return only(Campaign.objects.filter(public_id=public_id))


def campaign_to_change(public_id: str) -> Campaign | None:
    """A campaign, locked; None when there is none of this id."""
    return only(Campaign.objects.select_for_update().filter(public_id=public_id))


def campaign_by_words(name: str, why_suspicious: str, transcript: str) -> Campaign | None:
    """A campaign that says exactly this; None when there is none."""
    return only(Campaign.objects.filter(name=name, why_suspicious=why_suspicious, transcript=transcript))


def person_by_email(email: str) -> Person | None:
    """A person; None when nobody has this address."""
    return only(Person.objects.filter(email=email.lower()))


def enter(row: Model, kind: str, fact: str, *, actor: Actor, now: datetime, secret_texts: dict[str, str]) -> None:
    """Enter a new organisation, provider or campaign into the record."""
    rows.create(row, kind, fact, actor=actor, at=now, secret_texts=secret_texts)


def new_organisation(public_id: str | None, kind: str, name: str) -> Organisation:
    """An organisation not yet entered."""
    given = {"public_id": public_id} if public_id else {}
    return Organisation(kind=kind, name=name, **given)


def new_provider(public_id: str | None, organisation: Organisation | None, **columns: str) -> Provider:
    """A provider not yet entered."""
    given = {"public_id": public_id} if public_id else {}
    return Provider(organisation=organisation, **columns, **given)


def new_campaign(name: str, why_suspicious: str, transcript: str, harm_rank: int) -> Campaign:
    """A campaign not yet entered."""
    return Campaign(name=name, why_suspicious=why_suspicious, transcript=transcript, harm_rank=harm_rank)


def new_person(email: str, name: str, time_zone: str, password: str) -> Person:
    """A person who can sign in; people's own rows are not part of the record, their memberships are."""
    person = Person(email=email.lower(), name=name, time_zone=time_zone)
    person.set_password(password)
    person.save()
    return person


def new_membership(person: Person, organisation: Organisation, role: str) -> Membership:
    """A membership not yet entered."""
    return Membership(person=person, organisation=organisation, role=role, is_current=True)
