"""What was done to an organisation and by its people, in words: its journal, the latest first. Never another organisation's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.access import Action, Actor, ActorKind
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.reads.reach import is_in_reach
from star57.hub.reads.views import Page
from star57.hub.reads.words import SIGN_IN_WORDS
from star57.hub.records.models import (
    ApiKey,
    Authorisation,
    Contact,
    Invitation,
    JournalEntry,
    Membership,
    NeighbourName,
    Organisation,
    Person,
    Provider,
    Sealed,
    Viewing,
    Webhook,
)
from star57.hub.records.sight import ALL, seeing

# what a filter of the page is called -> which subjects it shows
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "members": ("membership", "invitation"),
    "sign-in": ("person",),
    "keys": ("key",),
    "providers": ("provider", "authorisation", "organisation"),
    "contacts": ("contact", "webhook"),
    "neighbours": ("neighbour",),
    "views": ("viewing",),
})  # fmt: skip

CONSOLE = _("the consortium's console")
EVENT_WORDS: Mapping[str, Promise] = MappingProxyType({
    "organisation_registered": _("Organisation entered"),
    "provider_registered": _("Provider entered"),
    "member_invited": _("Invited"),
    "invitation_withdrawn": _("Invitation withdrawn"),
    "invitation_accepted": _("Invitation accepted"),
    "member_added": _("Became a member"),
    "member_returned": _("Became a member again"),
    "member_role_changed": _("Role changed"),
    "member_suspended": _("Suspended"),
    "member_suspension_lifted": _("Suspension lifted"),
    "member_removed": _("Removed"),
    "key_made": _("Key made"),
    "key_revoked": _("Key revoked"),
    "authorisation_granted": _("Authorised to answer"),
    "authorisation_revoked": _("Authorisation ended"),
    "contact_entered": _("Contact entered"),
    "contact_retired": _("Contact retired"),
    "contact_tested": _("Contact tested"),
    "contact_failed": _("Mail to the contact failed"),
    "webhook_entered": _("Webhook entered"),
    "webhook_ended": _("Webhook ended"),
    "neighbour_mapped": _("Name mapped"),
    "neighbour_changed": _("Name mapped anew"),
    "neighbour_removed": _("Name removed"),
    "viewing_begun": _("The consortium began to view as this organisation"),
    "viewing_ended": _("The consortium's view as this organisation ended"),
    **{fact.value: words for fact, words in SIGN_IN_WORDS.items()},
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One entry in words, with its proof. about: whom or what it concerns; reason where one was given."""

    entry: str
    entry_hash: str
    at: datetime
    group: str
    words: str
    about: str
    more: str
    actor: str
    reason: str


def event_log(*, actor: Actor, organisation: str | None, group: str, cursor: str | None, limit: int) -> Page[Event]:
    """A page of the log; group "" for all. Raises NotAllowed, NotFound."""
    reach, wanted = actor.reach(Action.READ_EVENT_LOG), organisation or actor.organisation
    if reach is None:
        raise NotAllowed("%(name)s may not read the event log. Ask your organisation's admin.", name=actor.name)
    owner = Organisation.objects.filter(public_id=wanted).first()
    if owner is None or not is_in_reach(actor, wanted, reach):
        raise NotFound("There is no organisation %(wanted)s, or it is not yours.", wanted=wanted)
    subjects = _subjects(owner)
    kinds = GROUPS.get(group, tuple(subjects))
    rows = _entries({kind: subjects[kind] for kind in kinds}).order_by("-pk")
    if cursor:
        rows = rows.filter(pk__lt=JournalEntry.objects.filter(public_id=cursor).values("pk")[:1])
    found = list(rows[: limit + 1])
    more = found[limit - 1].public_id if len(found) > limit else None
    return Page(_events(found[:limit], owner), more)


def _subjects(owner: Organisation) -> dict[str, "QuerySet[Any, str]"]:
    granted = Authorisation.objects.filter(Q(organisation=owner) | Q(provider__organisation=owner))
    return {
        "organisation": Organisation.objects.filter(pk=owner.pk).values_list("public_id", flat=True),
        "provider": Provider.objects.filter(organisation=owner).values_list("public_id", flat=True),
        "membership": Membership.objects.filter(organisation=owner).values_list("public_id", flat=True),
        "invitation": Invitation.objects.filter(organisation=owner).values_list("public_id", flat=True),
        "key": ApiKey.objects.filter(organisation=owner).values_list("public_id", flat=True),
        "authorisation": granted.values_list("public_id", flat=True),
        "contact": Contact.objects.filter(provider__organisation=owner).values_list("public_id", flat=True),
        "webhook": Webhook.objects.filter(organisation=owner).values_list("public_id", flat=True),
        "neighbour": NeighbourName.objects.filter(organisation=owner).values_list("public_id", flat=True),
        "viewing": Viewing.objects.filter(organisation=owner).values_list("public_id", flat=True),
        "person": Person.objects.filter(memberships__organisation=owner).values_list("public_id", flat=True),
    }


def _entries(subjects: "Mapping[str, QuerySet[Any, str]]") -> QuerySet[JournalEntry]:
    wanted = Q(pk__in=[])
    for kind, ids in subjects.items():
        wanted |= Q(subject_kind=kind, subject_id__in=ids)
    return JournalEntry.objects.filter(wanted)


def _events(entries: list[JournalEntry], owner: Organisation) -> tuple[Event, ...]:
    names, actors = _names_of_subjects(entries), _names_of_actors(entries, owner)
    reasons = dict(Sealed.objects.filter(entry__in=entries, field="reason").values_list("entry_id", "content"))
    group_of = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
    return tuple(
        Event(
            entry=entry.public_id,
            entry_hash=entry.hash,
            at=entry.at,
            group=group_of[entry.subject_kind],
            words=str(EVENT_WORDS.get(entry.fact, entry.fact.replace("_", " ").capitalize())),
            about=names.get(entry.subject_id, ""),
            more=_more(json.loads(entry.body)["details"]),
            actor=actors.get(entry.actor_id, entry.actor_id),
            reason=reasons.get(entry.pk, ""),
        )
        for entry in entries
    )


def _more(details: Mapping[str, Any]) -> str:
    if "role" in details:
        return f"{details['role']}, was {details['was']}" if "was" in details else str(details["role"])
    return ", ".join(details["scopes"]) if "scopes" in details else ""


def _names_of_subjects(entries: list[JournalEntry]) -> dict[str, str]:
    ids = {entry.subject_id for entry in entries}
    found: dict[str, str] = {}
    found.update(Membership.objects.filter(public_id__in=ids).values_list("public_id", "person__name"))
    found.update(Invitation.objects.filter(public_id__in=ids).values_list("public_id", "email"))
    found.update(ApiKey.objects.filter(public_id__in=ids).values_list("public_id", "name"))
    found.update(Person.objects.filter(public_id__in=ids).values_list("public_id", "name"))
    found.update(Provider.objects.filter(public_id__in=ids).values_list("public_id", "name"))
    found.update(Contact.objects.filter(public_id__in=ids).values_list("public_id", "address"))
    found.update(Webhook.objects.filter(public_id__in=ids).values_list("public_id", "address"))
    for row in NeighbourName.objects.filter(public_id__in=ids).select_related("provider"):
        found[row.public_id] = f"{row.name} = {row.provider.name}"
    for granted in Authorisation.objects.filter(public_id__in=ids).select_related("organisation", "provider"):
        found[granted.public_id] = f"{granted.organisation.name} for {granted.provider.name}"
    return found


@seeing(ALL)
def _names_of_actors(entries: list[JournalEntry], owner: Organisation) -> dict[str, str]:
    """The organisation's own people by name; whoever is of another organisation by that organisation's."""
    ids = {entry.actor_id for entry in entries}
    found = {entry.actor_id: str(CONSOLE) for entry in entries if entry.actor_kind == ActorKind.OPERATOR.value}
    rows = Membership.objects.filter(person__public_id__in=ids).select_related("person", "organisation").order_by("pk")
    for row in rows:
        is_ours = row.organisation_id == owner.pk
        if is_ours or row.person.public_id not in found:
            found[row.person.public_id] = row.person.name if is_ours else row.organisation.name
    found.update(ApiKey.objects.filter(public_id__in=ids, organisation=owner).values_list("public_id", "name"))
    return found
