"""The journal of a traceback or of one hop, in words, each line with its proof."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

from django.utils.translation import gettext

from star57.hub.domain.access import Actor
from star57.hub.domain.facts import HopFact
from star57.hub.domain.visibility import Field, may_see
from star57.hub.reads.acting import names_for_provider, names_for_staff
from star57.hub.reads.views import Happening
from star57.hub.reads.words import FACT_WORDS, NOTICE_WORDS
from star57.hub.records.models import Hop, JournalEntry, Sealed, Traceback

REASONS = ("reason", "missing")


def happenings_of_traceback(traceback: Traceback, hops: Collection[Hop], reader: Actor) -> tuple[Happening, ...]:
    """Every fact of the traceback and its hops, oldest first, with the reasons that were given."""
    names = {hop.public_id: hop.provider.name if hop.provider else hop.named_as for hop in hops}
    subjects = [traceback.public_id, *names]
    entries = JournalEntry.objects.filter(subject_id__in=subjects, subject_kind__in=["traceback", "hop"]).order_by("pk")
    found = list(entries)
    lines = _lines(found, names, names_for_staff(found, hops))
    said = _said(found, reader)
    return tuple(replace(line, said=said.get(line.entry, ()), by=entry.actor_id) for line, entry in zip(lines, found, strict=True))


def _said(entries: list[JournalEntry], reader: Actor) -> Mapping[str, tuple[str, ...]]:
    """The reasons and notes sealed beside these entries, by entry; a note is for staff."""
    fields = (*REASONS, "note") if may_see(reader, Field.NOTES) else REASONS
    sealed = Sealed.objects.filter(entry__in=[entry.pk for entry in entries], field__in=fields).order_by("pk")
    found: dict[str, tuple[str, ...]] = {}
    for entry, content in sealed.values_list("entry__public_id", "content"):
        found[entry] = (*found.get(entry, ()), content)
    return found


def happenings_of_hop(hop: Hop, reader: Actor) -> tuple[Happening, ...]:
    """Every fact of one hop, oldest first. Its own provider is not told which other provider brought one about: that would be the path."""
    entries = list(JournalEntry.objects.filter(subject_id=hop.public_id, subject_kind="hop").order_by("pk"))
    if may_see(reader, Field.WHOLE_PATH):
        return _lines(entries, {}, names_for_staff(entries, [hop]))
    return _lines(entries, {}, names_for_provider(entries, hop, reader))


def _lines(entries: list[JournalEntry], names: Mapping[str, str], actors: Mapping[str, str]) -> tuple[Happening, ...]:
    return tuple(
        Happening(
            entry=entry.public_id,
            entry_hash=entry.hash,
            at=entry.at,
            hop=entry.subject_id if entry.subject_kind == "hop" else None,
            fact=entry.fact,
            words=f"{names[entry.subject_id]}: {_words(entry)}" if entry.subject_id in names else _words(entry),
            actor=actors[entry.public_id],
        )
        for entry in entries
    )


def _words(entry: JournalEntry) -> str:
    words = str(FACT_WORDS.get(entry.fact, entry.fact.replace("_", " ")))
    if '"how":"mail"' not in entry.body:
        return words
    details = json.loads(entry.body).get("details", {})
    what, how = NOTICE_WORDS.get(details.get("notice", "")), gettext("by mail")
    said = [str(what)] if what and entry.fact != HopFact.REQUEST_RECEIVED.value else []
    return f"{words}: {', '.join([*said, how, *filter(None, [details.get('by')])])}"
