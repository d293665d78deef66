"""Writes what analysts note about a traceback: whose it is, its tags, notes, what was looked at."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from star57.hub.domain.tracing import DESK_FACTS, TracebackFact
from star57.hub.ledger import rows, statements
from star57.hub.ledger.case import Case, HopRow
from star57.hub.ledger.entries import NO_SECRETS, NOTHING, EntryRow
from star57.hub.ledger.queueing import unread_words, unsettled_doubts
from star57.hub.ledger.wakeups import traceback_topic
from star57.hub.records.models import JournalEntry, Membership, Mention, Person, TracebackTag

PersonRow: TypeAlias = Person


def colleague(public_id: str, organisation: str | None) -> Person | None:
    """A person who works for this organisation now; for the console, which belongs to none, for any."""
    members = Membership.objects.filter(person__public_id=public_id, person__is_active=True, is_current=True)
    if organisation is not None:
        members = members.filter(organisation__public_id=organisation)
    found = members.select_related("person").first()
    return found.person if found else None


def colleagues(organisation: str | None) -> tuple[Person, ...]:
    """Everybody who works for this organisation now."""
    members = Membership.objects.filter(organisation__public_id=organisation, is_current=True, person__is_active=True)
    return tuple(each.person for each in members.select_related("person").order_by("person__name", "pk"))


def assigned(case: Case, person: Person | None) -> None:
    """Record whose traceback this is; None: nobody's."""
    _noted(case, TracebackFact.TRACEBACK_ASSIGNED, {"assigned_to": person}, {"to": person.public_id if person else None})


def tagged(case: Case, tags: Sequence[str]) -> None:
    """Record the tags that the traceback carries from now on."""
    _noted(case, TracebackFact.TAGS_CHANGED, {"tags": " ".join(tags)}, {"count": len(tags)})
    TracebackTag.objects.filter(traceback_id=case.traceback.pk).delete()
    TracebackTag.objects.bulk_create([TracebackTag(traceback_id=case.traceback.pk, tag=tag) for tag in tags])


def note_written(case: Case, text: str, mentioned: Iterable[Person]) -> EntryRow:
    """Record a note. Its text is sealed beside the entry; whoever it names finds it in a list."""
    named = tuple(mentioned)
    details: dict[str, Any] = {"mentions": [person.public_id for person in named]}
    entry = _noted(case, TracebackFact.NOTE_WRITTEN, {}, details, {"note": text})
    if named:
        statements.append([Mention(entry=entry, person=person) for person in named])
    return entry


def reviewed(case: Case, reason: str) -> None:
    """Record that somebody has looked at what was reopened, is in doubt, or was written by a provider."""
    marks = " ".join((*case.traceback.doubts_settled.split(), *unsettled_doubts(case), *unread_words(case)))
    _noted(case, TracebackFact.TRACEBACK_REVIEWED, {"reopened_at": None, "doubts_settled": marks}, NOTHING, {"reason": reason})


def taken_in(case: Case, duplicate: str) -> None:
    """Record, on the one that is kept, that a duplicate points at it."""
    _noted(case, TracebackFact.DUPLICATE_TAKEN_IN, {}, {"duplicate": duplicate})


def let_go(case: Case, duplicate: str) -> None:
    """Record, on the one that was kept, that a duplicate is none after all."""
    _noted(case, TracebackFact.DUPLICATE_LET_GO, {}, {"duplicate": duplicate})


def has_befallen(hop: HopRow, fact: str, case: Case, within: timedelta) -> bool:
    """Whether this fact befell a hop so short a time ago."""
    entries = JournalEntry.objects.filter(subject_kind="hop", subject_id=hop.public_id, fact=fact, at__gt=case.now - within)
    return entries.exists()


def _noted(case: Case, fact: TracebackFact, changes: dict[str, Any], details: Any, texts: Any = NO_SECRETS) -> EntryRow:
    if fact not in DESK_FACTS:
        raise ValueError(f"{fact} changes a traceback's status")
    row = case.traceback
    entry = rows.change(row, "traceback", fact.value, actor=case.actor, at=case.now, changes=changes, details=details, secret_texts=texts)
    case.topics.append(traceback_topic(row.public_id))
    return entry
