"""Tracebacks for those who may see them whole: lists under filters, one in full."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import NotAllowed, NotFound, told
from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.domain.visibility import Field, may_see
from star57.hub.domain.work import WorkKind
from star57.hub.reads.answers import answers_in, answers_of, last_answers_of
from star57.hub.reads.filters import Filters, Sort, filtered, in_order, next_cursor, sorted_from
from star57.hub.reads.one_traceback import hops_of, one_traceback
from star57.hub.reads.stations import ON_A_PATH, ends_of, stations_of
from star57.hub.reads.timeline import happenings_of_traceback
from star57.hub.reads.views import Colleague, GivenAnswer, Page, TracebackRow, TracebackView
from star57.hub.records.models import Hop, Person, Traceback
from star57.wire.values import Direction


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody who follows a traceback waits for."""

    changed_at: datetime
    is_resting: bool


Answers = Callable[[Iterable[Hop], Actor], Mapping[int, tuple[GivenAnswer, ...]]]
NOT_YOURS = told("There is no traceback %(id)s, or it is not yours.")


def within_reach(actor: Actor) -> QuerySet[Traceback]:
    """The tracebacks this actor may read whole; NotAllowed for everybody but staff and auditors."""
    if actor.reach(Action.READ_TRACEBACK) is None:
        raise NotAllowed("%(name)s may not read tracebacks.", name=actor.name)
    return Traceback.objects.all()


def tracebacks_page(*, actor: Actor, filters: Filters, cursor: str | None, limit: int, sort: Sort | None = None) -> Page[TracebackRow]:
    """A page of tracebacks, the newest first if no other order is asked for; with updated_since, the earliest changed first."""
    order = sort or (Sort.CHANGED if filters.updated_since else Sort.NEWEST)
    found = _found(actor, filters, cursor, limit, order)
    more = next_cursor(found[limit - 1], order) if len(found) > limit else None
    return Page(rows_of(found[:limit], actor), more)


def queue_page(*, actor: Actor, filters: Filters, cursor: str | None, limit: int, sort: Sort) -> Page[TracebackRow]:
    """The same for people, who see of each path only where it ends."""
    found = _found(actor, filters, cursor, limit, sort)
    more = next_cursor(found[limit - 1], sort) if len(found) > limit else None
    return Page(rows_of(found[:limit], actor, last_answers_of), more)


def _found(actor: Actor, filters: Filters, cursor: str | None, limit: int, sort: Sort) -> list[Traceback]:
    return list(in_order(_joined(within_reach(actor).filter(pk__in=_first_keys(actor, filters, cursor, limit, sort))), sort))


def _first_keys(actor: Actor, filters: Filters, cursor: str | None, limit: int, sort: Sort) -> QuerySet[Any, Any]:
    """The keys of one row more than a page, as a query to select from: whatever has to be sorted is sorted before it is wide."""
    return sorted_from(filtered(within_reach(actor), filters), sort, cursor).values("pk")[: limit + 1]


def _joined(rows: QuerySet[Traceback]) -> QuerySet[Traceback]:
    return rows.select_related("campaign", "summary", "assigned_to", "merged_into")


def marks_of_queue(*, actor: Actor, filters: Filters, limit: int, sort: Sort) -> tuple[tuple[str, datetime], ...]:
    """What the first page would show and when each row last changed: enough to see that it has changed."""
    return tuple((row.public_id, row.summary.changed_at) for row in _found(actor, filters, None, limit, sort)[:limit])


def tracebacks_by_id(*, actor: Actor, ids: Sequence[str]) -> tuple[TracebackRow, ...]:
    """Those of these tracebacks that the actor may read, in the order given."""
    found = _joined(within_reach(actor).filter(public_id__in=ids))
    by_id = {row.id: row for row in rows_of(list(found), actor, last_answers_of)}
    return tuple(by_id[each] for each in ids if each in by_id)


def traceback_row(*, actor: Actor, traceback: str) -> TracebackRow:
    """One traceback as lists show it. Raises NotFound."""
    found = _found_one(actor, traceback)
    return _row_in_full(found, hops_of(found), actor)


def traceback_view(*, actor: Actor, traceback: str) -> TracebackView:
    """One traceback whole. Raises NotFound."""
    found = _found_one(actor, traceback)
    hops = hops_of(found)
    return TracebackView(
        row=_row_in_full(found, hops, actor),
        campaign=found.campaign.public_id,
        why_suspicious=found.campaign.why_suspicious,
        transcript=found.campaign.transcript,
        facts_version=found.facts_version,
        source=found.source.name if found.source and may_see(actor, Field.SOURCE) else "",
        is_in_doubt=found.summary.kind == WorkKind.DOUBTFUL.value or found.reopened_at is not None,
        duplicates=tuple(found.duplicates.order_by("pk").values_list("public_id", flat=True)),
        happenings=happenings_of_traceback(found, hops, actor),
    )


def _found_one(actor: Actor, traceback: str) -> Traceback:
    found = _one(actor, traceback)
    if found is None:
        raise NotFound(NOT_YOURS, id=traceback)
    return found


def _one(actor: Actor, traceback: str) -> Traceback | None:
    """This traceback, or none: whoever may read no traceback at all learns nothing of one."""
    return one_traceback(traceback) if actor.reach(Action.READ_TRACEBACK) else None


def progress_of(*, actor: Actor, traceback: str) -> Progress:
    """When anything last happened in a traceback, and whether it rests: it has ended, or waits for staff. Raises NotFound."""
    found = _found_one(actor, traceback)
    return Progress(found.summary.changed_at, found.summary.needs_person or found.status != TracebackStatus.OPEN.value)


def rows_of(tracebacks: Sequence[Traceback], actor: Actor, read: Answers = answers_of) -> tuple[TracebackRow, ...]:
    """These tracebacks as lists show them. read: whether every answer is read, or only the last ones."""
    hops: dict[int, list[Hop]] = defaultdict(list)
    for hop in Hop.objects.filter(traceback__in=tracebacks).select_related("provider").only(*ON_A_PATH).order_by("pk"):
        hops[hop.traceback_id].append(hop)
    answers = read([hop for each in hops.values() for hop in each], actor)
    return tuple(_row(traceback, hops[traceback.pk], answers) for traceback in tracebacks)


def _row_in_full(traceback: Traceback, hops: Sequence[Hop], actor: Actor) -> TracebackRow:
    return _row(traceback, hops, answers_in(traceback, hops, actor))


def _row(traceback: Traceback, hops: Sequence[Hop], answers: Mapping[int, tuple[GivenAnswer, ...]]) -> TracebackRow:
    stations = stations_of(hops, answers)
    return TracebackRow(
        id=traceback.public_id,
        direction=Direction(traceback.direction),
        campaign=traceback.campaign.name,
        called_number=traceback.called_number,
        calling_number=traceback.calling_number,
        call_at=traceback.call_at,
        uncertainty_s=traceback.uncertainty_s,
        call_id=traceback.call_id,
        origid=traceback.origid,
        status=TracebackStatus(traceback.status),
        outcome=Outcome(traceback.outcome) if traceback.outcome else None,
        opened_at=traceback.opened_at,
        updated_at=traceback.summary.changed_at,
        kind=WorkKind(traceback.summary.kind),
        assigned_to=_colleague(traceback.assigned_to),
        tags=tuple(traceback.tags.split()),
        merged_into=traceback.merged_into.public_id if traceback.merged_into else None,
        stations=stations,
        ends=ends_of(hops, stations),
    )


def _colleague(person: Person | None) -> Colleague | None:
    return Colleague(person.public_id, person.name) if person else None
