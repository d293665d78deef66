"""The thread of one hop, as its provider and staff read it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.domain.refusals import NotFound
from star57.hub.domain.visibility import Field, may_see
from star57.hub.reads.requests import within_reach
from star57.hub.reads.words import FACT_WORDS
from star57.hub.records.lookup import only
from star57.hub.records.models import JournalEntry

BY_STAFF = frozenset({HopFact.STAFF_WROTE, HopFact.MORE_TIME_GRANTED, HopFact.MORE_TIME_REFUSED})
THREAD = (*BY_STAFF, HopFact.PROVIDER_WROTE, HopFact.MORE_TIME_ASKED)
DECIDED = frozenset({HopFact.MORE_TIME_GRANTED, HopFact.MORE_TIME_REFUSED})


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the thread. text is "" where it was erased by law; until: the time that was asked for or granted."""

    entry: str
    at: datetime
    is_by_staff: bool
    is_automatic: bool
    came_by_mail: bool
    words: str
    text: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ThreadView:
    """The whole thread, and what the reader may do now. asked_until: more time that was asked for and not decided yet."""

    hop: str
    messages: tuple[Message, ...]
    due_at: datetime | None
    extended_to: datetime | None
    zone: str
    asked_until: datetime | None
    may_write: bool
    may_ask: bool
    may_decide: bool


def thread_of(*, actor: Actor, hop: str) -> ThreadView:
    """Raises NotFound for another's as for none."""
    row = only(within_reach(actor).filter(public_id=hop))
    if row is None or not may_see(actor, Field.CORRESPONDENCE):
        raise NotFound("There is no request %(hop)s, or it is not yours.", hop=hop)
    facts = [fact.value for fact in THREAD]
    entries = JournalEntry.objects.filter(subject_kind="hop", subject_id=hop, fact__in=facts).order_by("version")
    messages = tuple(_message(entry) for entry in entries.prefetch_related("sealed_texts"))
    last_asked = next((each for each in reversed(list(entries)) if HopFact(each.fact) in {*DECIDED, HopFact.MORE_TIME_ASKED}), None)
    asked = last_asked is not None and last_asked.fact == HopFact.MORE_TIME_ASKED.value
    status, writes = HopStatus(row.status), actor.reach(Action.WRITE_MESSAGE)
    return ThreadView(
        hop=hop,
        messages=messages,
        due_at=row.due_at,
        extended_to=row.extended_to,
        zone=row.clock_zone,
        asked_until=_until(last_asked) if last_asked is not None and asked else None,
        may_write=writes is not None and (status, HopFact.PROVIDER_WROTE) in HOP_STEPS,
        may_ask=actor.reach(Action.ANSWER_REQUEST) is Reach.OWN and (status, HopFact.MORE_TIME_ASKED) in HOP_STEPS,
        may_decide=actor.reach(Action.DECIDE_HOP) is not None and (status, HopFact.MORE_TIME_GRANTED) in HOP_STEPS,
    )


def _message(entry: JournalEntry) -> Message:
    details = json.loads(entry.body).get("details", {})
    text = next((sealed.content for sealed in entry.sealed_texts.all() if sealed.field == "text"), "")
    fact = HopFact(entry.fact)
    return Message(
        entry=entry.public_id,
        at=entry.at,
        is_by_staff=fact in BY_STAFF,
        is_automatic=bool(details.get("automatic")),
        came_by_mail=details.get("how") == "mail",
        words=str(FACT_WORDS[entry.fact]),
        text=text,
        until=_until(entry),
    )


def _until(entry: JournalEntry) -> datetime | None:
    said = json.loads(entry.body).get("details", {}).get("until")
    return datetime.fromisoformat(said) if said else None


@dataclass(frozen=True, slots=True)
class ThreadCount:
    """How much stands in a thread. waits: more time was asked for and nobody has decided."""

    messages: int
    last_at: datetime | None
    waits: bool


def thread_counts(*, actor: Actor, hops: Sequence[str]) -> dict[str, ThreadCount]:
    """By hop, for those whose thread the actor may read."""
    writes_or_reads_all = actor.reach(Action.WRITE_MESSAGE) or actor.reach(Action.READ_TRACEBACK)
    if not writes_or_reads_all or not may_see(actor, Field.CORRESPONDENCE):
        return {}
    readable = set(within_reach(actor).filter(public_id__in=hops).values_list("public_id", flat=True))
    facts = [fact.value for fact in THREAD]
    entries = JournalEntry.objects.filter(subject_kind="hop", subject_id__in=readable, fact__in=facts).order_by("pk")
    found: dict[str, list[tuple[str, datetime]]] = {hop: [] for hop in hops if hop in readable}
    for hop, fact, at in entries.values_list("subject_id", "fact", "at"):
        found[hop].append((fact, at))
    return {hop: _count(lines) for hop, lines in found.items()}


def _count(lines: list[tuple[str, datetime]]) -> ThreadCount:
    about_time = [fact for fact, _at in lines if HopFact(fact) in {*DECIDED, HopFact.MORE_TIME_ASKED}]
    waits = bool(about_time) and about_time[-1] == HopFact.MORE_TIME_ASKED.value
    return ThreadCount(len(lines), lines[-1][1] if lines else None, waits)
