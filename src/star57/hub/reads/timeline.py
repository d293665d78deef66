"""The journal of a traceback or of one hop, in words, each line with its proof."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind
from star57.hub.domain.visibility import Field, may_see
from star57.hub.reads.views import Happening
from star57.hub.reads.words import FACT_WORDS
from star57.hub.records.models import ApiKey, Hop, JournalEntry, Membership, Organisation, Traceback

UNTOLD = {ActorKind.OPERATOR.value: "the consortium", ActorKind.CONTACT.value: "a contact by one-time code, not verified"}


def happenings_of_traceback(traceback: Traceback, hops: Iterable[Hop]) -> tuple[Happening, ...]:
    """Every fact of the traceback and its hops, oldest first."""
    names = {hop.public_id: hop.provider.name if hop.provider else hop.named_as for hop in hops}
    subjects = [traceback.public_id, *names]
    entries = JournalEntry.objects.filter(subject_id__in=subjects, subject_kind__in=["traceback", "hop"]).order_by("pk")
    found = list(entries)
    return _lines(found, names, _actor_names(found, Organisation.objects.all()))


def happenings_of_hop(hop: Hop, reader: Actor) -> tuple[Happening, ...]:
    """Every fact of one hop, oldest first. Its own provider is not told which other provider brought one about: that would be the path."""
    entries = list(JournalEntry.objects.filter(subject_id=hop.public_id, subject_kind="hop").order_by("pk"))
    if may_see(reader, Field.WHOLE_PATH):
        return _lines(entries, {}, _actor_names(entries, Organisation.objects.all()))
    known = Organisation.objects.filter(Q(public_id=reader.organisation) | Q(kind=OrganisationKind.CONSORTIUM.value))
    unknown = {entry.actor_id: UNTOLD.get(entry.actor_kind, "another provider") for entry in entries}
    return _lines(entries, {}, {**unknown, **_actor_names(entries, known)})


def _lines(entries: list[JournalEntry], names: Mapping[str, str], actors: Mapping[str, str]) -> tuple[Happening, ...]:
    return tuple(
        Happening(
            entry=entry.public_id,
            entry_hash=entry.hash,
            at=entry.at,
            hop=entry.subject_id if entry.subject_kind == "hop" else None,
            fact=entry.fact,
            words=f"{names[entry.subject_id]}: {_words(entry)}" if entry.subject_id in names else _words(entry),
            actor=actors.get(entry.actor_id, entry.actor_id),
        )
        for entry in entries
    )


def _words(entry: JournalEntry) -> str:
    return FACT_WORDS.get(entry.fact, entry.fact.replace("_", " "))


def _actor_names(entries: list[JournalEntry], organisations: QuerySet[Organisation]) -> Mapping[str, str]:
    """Whoever acted for one of these, as an organisation: a person's own name stays with their organisation."""
    people = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.PERSON.value}
    keys = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.KEY.value}
    found = {"clock": "the clock"}
    found.update({entry.actor_id: UNTOLD[entry.actor_kind] for entry in entries if entry.actor_kind == ActorKind.CONTACT.value})
    members = Membership.objects.filter(person__public_id__in=people, organisation__in=organisations)
    found.update(dict(members.values_list("person__public_id", "organisation__name")))
    programs = ApiKey.objects.filter(public_id__in=keys, organisation__in=organisations)
    found.update(dict(programs.values_list("public_id", "organisation__name")))
    return found
