"""What stands beside the analysts' queue: counts of each kind of work, colleagues, saved views, tags in use."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from star57.hub.domain.access import Action, Actor, ActorKind
from star57.hub.domain.refusals import NotAllowed
from star57.hub.domain.work import KEY_STEP, PLACES, WorkKind
from star57.hub.reads.filters import FIRST_RESTING
from star57.hub.reads.reach import own_rows
from star57.hub.reads.views import Colleague
from star57.hub.records.models import Membership, Mention, Person, SavedView, TracebackTag

CAP = 10_000
COUNTED = tuple(kind for kind in WorkKind if kind is not WorkKind.RESTING)
_TABLE = "records_tracebacksummary"


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many of each; none is counted further than one past CAP, so that no count scans a table."""

    kinds: Mapping[WorkKind, int]
    mine: int
    nobodys: int
    mentions: int


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of the queue. owner is "" for one's own."""

    id: str
    name: str
    query: str
    owner: str
    is_shared: bool


def queue_counts(*, actor: Actor) -> QueueCounts:
    """Capped counts, in one statement."""
    if actor.reach(Action.READ_TRACEBACK) is None:
        raise NotAllowed("%(name)s may not read tracebacks.", name=actor.name)
    person = _person_key(actor)
    asked: list[tuple[str, list[str | int]]] = [(f"{_TABLE} WHERE kind = %s", [kind.value]) for kind in COUNTED]
    asked.append((f"{_TABLE} WHERE assigned_to_id = %s AND queue_key < %s", [person, PLACES[WorkKind.RESTING] * KEY_STEP]))
    asked.append((f"{_TABLE} WHERE assigned_to_id IS NULL AND queue_key < %s", [FIRST_RESTING]))
    asked.append((f"{Mention._meta.db_table} WHERE person_id = %s AND read_at IS NULL", [person]))
    counts = ", ".join(f"(SELECT COUNT(*) FROM (SELECT 1 FROM {part} LIMIT {CAP + 1}) AS counted)" for part, _values in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", tuple(value for _part, values in asked for value in values))
        found = cursor.fetchone()
    return QueueCounts(dict(zip(COUNTED, found, strict=False)), *found[len(COUNTED) :])


def colleagues(*, actor: Actor) -> tuple[Colleague, ...]:
    """Everybody who works for the actor's organisation, by name."""
    members = own_rows(actor, Membership.objects.filter(is_current=True, person__is_active=True))
    return tuple(Colleague(*row) for row in members.order_by("person__name", "pk").values_list("person__public_id", "person__name"))


def saved_views(*, actor: Actor) -> tuple[View, ...]:
    """The actor's own views, and those that colleagues share."""
    shared = own_rows(actor, SavedView.objects.filter(is_shared=True))
    rows = SavedView.objects.filter(Q(person__public_id=actor.id) | Q(pk__in=shared)).select_related("person").order_by("name", "pk")
    return tuple(
        View(row.public_id, row.name, row.query, "" if row.person.public_id == actor.id else row.person.name, row.is_shared) for row in rows
    )


def tags_like(*, actor: Actor, beginning: str, limit: int) -> tuple[str, ...]:
    """Tags in use that begin so."""
    if actor.reach(Action.READ_TRACEBACK) is None:
        return ()
    tags = TracebackTag.objects.filter(tag__startswith=beginning.lower()).values_list("tag", flat=True)
    return tuple(tags.distinct().order_by("tag")[:limit])


def _person_key(actor: Actor) -> int:
    if actor.kind is not ActorKind.PERSON:
        return 0
    return Person.objects.filter(public_id=actor.id).values_list("pk", flat=True).first() or 0
