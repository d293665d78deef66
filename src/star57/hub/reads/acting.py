"""Who brought a journal entry about, as a reader may know it: organisations by name, people only where they answered for another."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind
from star57.hub.domain.facts import HopFact
from star57.hub.domain.lifecycle import ANSWER_ENDS
from star57.hub.records.models import ApiKey, Hop, JournalEntry, Membership, Organisation, Person
from star57.hub.records.sight import ALL, seeing

UNTOLD = {ActorKind.OPERATOR.value: _("the consortium"), ActorKind.CONTACT.value: _("a contact by one-time code, not verified")}
NOBODY_KNOWN = _("another provider")
# what only whoever answers for a hop's provider does to it; anything else another provider may have brought about
OWN_DEEDS = frozenset(ANSWER_ENDS) | {
    HopFact.REQUEST_RECEIVED, HopFact.SECOND_ANSWER_KEPT, HopFact.ANSWER_RETRACTED, HopFact.CLAIM_DISPUTED, HopFact.CLAIM_CONFIRMED,
    HopFact.HANDED_OVER,
}  # fmt: skip


def names_for_staff(entries: Sequence[JournalEntry], hops: Iterable[Hop]) -> Mapping[str, str]:
    """Entry id -> who acted, for readers who see the whole path."""
    owners = _owners(hops)
    return {entry.public_id: name for entry, name in _named(entries, owners, None)}


def names_for_provider(entries: Sequence[JournalEntry], hop: Hop, reader: Actor) -> Mapping[str, str]:
    """Entry id -> who acted, for whoever answers for the hop's provider: no other provider is named, for that would be the path."""
    known = {reader.organisation or ""}
    return {entry.public_id: name for entry, name in _named(entries, _owners([hop]), known)}


def acted_for(entry: JournalEntry) -> str | None:
    """The organisation that a person's entry says it was done for; None in entries that name none."""
    details: dict[str, Any] = json.loads(entry.body)["details"]
    return details.get("acts_for")


def _owners(hops: Iterable[Hop]) -> Mapping[str, Hop]:
    return {hop.public_id: hop for hop in hops if hop.provider is not None}


def _named(entries: Sequence[JournalEntry], hops: Mapping[str, Hop], known: set[str] | None) -> list[tuple[JournalEntry, str]]:
    """known None: every organisation may be named."""
    organisations = _organisations(entries)
    of_entry = {entry.public_id: _organisation_of(entry, organisations) for entry in entries}
    people = _people([entry for entry in entries if (found := of_entry[entry.public_id]) and _lent(entry, found, hops)])
    return [(entry, _name(entry, of_entry[entry.public_id], hops, people, known)) for entry in entries]


def _name(
    entry: JournalEntry, organisation: Organisation | None, hops: Mapping[str, Hop], people: Mapping[str, str], known: set[str] | None
) -> str:
    if entry.actor_kind == ActorKind.CLOCK.value:
        return gettext("the clock")
    if entry.actor_kind == ActorKind.CONTACT.value:
        return str(UNTOLD[entry.actor_kind])
    if organisation is None:
        return entry.actor_id if known is None else str(UNTOLD.get(entry.actor_kind, NOBODY_KNOWN))
    if not _may_name(entry, organisation, known):
        return str(NOBODY_KNOWN)
    if not _lent(entry, organisation, hops):
        return organisation.name
    provider = hops[entry.subject_id].provider
    by = f"{people[entry.actor_id]} of {organisation.name}" if entry.actor_id in people else organisation.name
    return f"{by} for {provider.name if provider else ''}"


def _may_name(entry: JournalEntry, organisation: Organisation, known: set[str] | None) -> bool:
    is_told = known is None or organisation.public_id in known or organisation.kind == OrganisationKind.CONSORTIUM.value
    return is_told or entry.fact in OWN_DEEDS


def _lent(entry: JournalEntry, organisation: Organisation, hops: Mapping[str, Hop]) -> bool:
    """Whether the organisation did this for a provider that it does not own."""
    hop = hops.get(entry.subject_id)
    if hop is None or hop.provider is None or entry.fact not in OWN_DEEDS or organisation.kind != OrganisationKind.PROVIDER.value:
        return False
    return hop.provider.organisation_id != organisation.pk


def _organisation_of(entry: JournalEntry, organisations: Mapping[str, Organisation]) -> Organisation | None:
    return organisations.get(acted_for(entry) or entry.actor_id) or organisations.get(entry.actor_id)


@seeing(ALL)
def _organisations(entries: Iterable[JournalEntry]) -> Mapping[str, Organisation]:
    """By organisation id, by key id, and by person id for entries that do not say for whom they were made."""
    ids = {kind: {entry.actor_id for entry in entries if entry.actor_kind == kind.value} for kind in (ActorKind.PERSON, ActorKind.KEY)}
    named = {organisation for entry in entries if (organisation := acted_for(entry))}
    found: dict[str, Organisation] = {}
    members: QuerySet[Membership] = Membership.objects.filter(person__public_id__in=ids[ActorKind.PERSON])
    for membership in members.select_related("person", "organisation").order_by("-pk"):
        found[membership.person.public_id] = membership.organisation
    for key in ApiKey.objects.filter(public_id__in=ids[ActorKind.KEY]).select_related("organisation"):
        found[key.public_id] = key.organisation
    found.update({each.public_id: each for each in Organisation.objects.filter(public_id__in=named)})
    return found


def _people(entries: Iterable[JournalEntry]) -> Mapping[str, str]:
    ids = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.PERSON.value}
    return dict(Person.objects.filter(public_id__in=ids).values_list("public_id", "name")) if ids else {}
