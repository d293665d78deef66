"""The journal of a traceback or of one hop, in words, each line with its proof."""

from collections.abc import Iterable, Mapping

from star57.hub.domain.access import ActorKind
from star57.hub.reads.views import Happening
from star57.hub.reads.words import FACT_WORDS
from star57.hub.records.models import ApiKey, Hop, JournalEntry, Membership, Traceback


def happenings_of_traceback(traceback: Traceback, hops: Iterable[Hop]) -> tuple[Happening, ...]:
    """Every fact of the traceback and its hops, oldest first."""
    names = {hop.public_id: hop.provider.name if hop.provider else hop.named_as for hop in hops}
    subjects = [traceback.public_id, *names]
    entries = JournalEntry.objects.filter(subject_id__in=subjects, subject_kind__in=["traceback", "hop"]).order_by("pk")
    return _lines(list(entries), names)


def happenings_of_hop(hop: Hop) -> tuple[Happening, ...]:
    """Every fact of one hop, oldest first, as its own provider may read it."""
    return _lines(list(JournalEntry.objects.filter(subject_id=hop.public_id, subject_kind="hop").order_by("pk")), {})


def _lines(entries: list[JournalEntry], names: Mapping[str, str]) -> tuple[Happening, ...]:
    actors = _actor_names(entries)
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


def _actor_names(entries: list[JournalEntry]) -> Mapping[str, str]:
    """Whoever acted, as an organisation: a person's own name stays with their organisation."""
    people = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.PERSON.value}
    keys = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.KEY.value}
    found = {"clock": "the clock"}
    members = Membership.objects.filter(person__public_id__in=people).values_list("person__public_id", "organisation__name")
    found.update(dict(members))
    found.update(dict(ApiKey.objects.filter(public_id__in=keys).values_list("public_id", "organisation__name")))
    return found
