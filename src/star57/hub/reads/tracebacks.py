"""Tracebacks for those who may see them whole: lists with filters, one in full, counts of what needs a person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopStatus
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.reads.answers import answers_of
from star57.hub.reads.cursors import cursor_of, place_of
from star57.hub.reads.stations import ends_of, stations_of
from star57.hub.reads.timeline import happenings_of_traceback
from star57.hub.reads.views import Page, TracebackRow, TracebackView
from star57.hub.records.models import Hop, Traceback
from star57.wire.values import Direction


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of tracebacks is cut down to; None or "" leaves a filter out."""

    status: str
    outcome: str
    needs_person: bool | None
    hop_status: str
    number: str
    provider: str
    campaign: str
    updated_since: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody who follows a traceback waits for."""

    changed_at: datetime
    is_resting: bool


NOT_YOURS = "There is no traceback {id}, or it is not yours."
EVERYTHING = Filters("", "", None, "", "", "", "", None)


def within_reach(actor: Actor) -> QuerySet[Traceback]:
    """The tracebacks this actor may read whole; NotAllowed for everybody but staff and auditors."""
    if actor.reach(Action.READ_TRACEBACK) is None:
        raise NotAllowed(f"{actor.name} may not read tracebacks.")
    return Traceback.objects.all()


def _filtered(rows: QuerySet[Traceback], filters: Filters) -> QuerySet[Traceback]:
    exact = {"status": filters.status, "outcome": filters.outcome, "campaign__public_id": filters.campaign}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.needs_person is not None:
        rows = rows.filter(summary__needs_person=filters.needs_person)
    if filters.hop_status:
        rows = rows.filter(Q(pk__in=Hop.objects.filter(status=filters.hop_status).values("traceback_id")))
    if filters.provider:
        rows = rows.filter(Q(pk__in=Hop.objects.filter(provider__public_id=filters.provider).values("traceback_id")))
    if filters.number:
        rows = rows.filter(Q(called_number=filters.number) | Q(calling_number=filters.number))
    if filters.updated_since:
        rows = rows.filter(summary__changed_at__gt=filters.updated_since)
    return rows


def tracebacks_page(*, actor: Actor, filters: Filters, cursor: str | None, limit: int) -> Page[TracebackRow]:
    """A page of tracebacks, the newest first; with updated_since, the earliest changed first."""
    rows = _filtered(within_reach(actor), filters).select_related("campaign", "summary")
    by_change = filters.updated_since is not None
    if cursor:
        at, public_id = place_of(cursor)
        after = Q(summary__changed_at__gt=at) | Q(summary__changed_at=at, public_id__gt=public_id)
        before = Q(opened_at__lt=at) | Q(opened_at=at, public_id__gt=public_id)
        rows = rows.filter(after if by_change else before)
    rows = rows.order_by("summary__changed_at" if by_change else "-opened_at", "public_id")
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    more = cursor_of(last.summary.changed_at if by_change else last.opened_at, last.public_id) if last else None
    return Page(_rows(found[:limit], actor), more)


def traceback_view(*, actor: Actor, traceback: str) -> TracebackView:
    """One traceback whole. Raises NotFound."""
    found = _one(actor, traceback).select_related("campaign", "summary").first()
    if found is None:
        raise NotFound(NOT_YOURS.format(id=traceback))
    hops = list(found.hops.select_related("provider").order_by("pk"))
    return TracebackView(
        row=_rows([found], actor)[0],
        campaign=found.campaign.public_id,
        why_suspicious=found.campaign.why_suspicious,
        transcript=found.campaign.transcript,
        call_id=found.call_id,
        origid=found.origid,
        facts_version=found.facts_version,
        happenings=happenings_of_traceback(found, hops),
    )


def _one(actor: Actor, traceback: str) -> QuerySet[Traceback]:
    """This traceback, or none: whoever may read no traceback at all learns nothing of one."""
    reachable = within_reach(actor) if actor.reach(Action.READ_TRACEBACK) else Traceback.objects.none()
    return reachable.filter(public_id=traceback)


def progress_of(*, actor: Actor, traceback: str) -> Progress:
    """When anything last happened in a traceback, and whether it rests: it has ended, or waits for staff. Raises NotFound."""
    columns = ("summary__changed_at", "status", "summary__needs_person")
    found = list(_one(actor, traceback).values_list(*columns)[:1])
    if not found:
        raise NotFound(NOT_YOURS.format(id=traceback))
    changed_at, status, needs_person = found[0]
    return Progress(changed_at, needs_person or status != TracebackStatus.OPEN.value)


def _rows(tracebacks: Sequence[Traceback], actor: Actor) -> tuple[TracebackRow, ...]:
    hops: dict[int, list[Hop]] = defaultdict(list)
    for hop in Hop.objects.filter(traceback__in=tracebacks).select_related("provider").order_by("pk"):
        hops[hop.traceback_id].append(hop)
    answers = answers_of([hop for each in hops.values() for hop in each], actor)
    rows = []
    for traceback in tracebacks:
        stations = stations_of(hops[traceback.pk], answers)
        rows.append(
            TracebackRow(
                id=traceback.public_id,
                direction=Direction(traceback.direction),
                campaign=traceback.campaign.name,
                called_number=traceback.called_number,
                calling_number=traceback.calling_number,
                call_at=traceback.call_at,
                uncertainty_s=traceback.uncertainty_s,
                status=TracebackStatus(traceback.status),
                outcome=Outcome(traceback.outcome) if traceback.outcome else None,
                opened_at=traceback.opened_at,
                updated_at=traceback.summary.changed_at,
                stations=stations,
                ends=ends_of(hops[traceback.pk], stations),
            )
        )
    return tuple(rows)


QUEUE_KINDS = (
    HopStatus.LAPSED,
    HopStatus.DISPUTED,
    HopStatus.UNIDENTIFIED,
    HopStatus.LOOPED,
    HopStatus.UNREACHED,
    HopStatus.OVERDUE,
    HopStatus.ESCALATED,
    HopStatus.RUNNING,
    HopStatus.REQUESTED,
)


def queue_counts(*, actor: Actor) -> dict[HopStatus, int]:
    """How many open tracebacks hold a hop of each kind that somebody waits for."""
    open_ones = within_reach(actor).filter(status=TracebackStatus.OPEN.value)
    return {kind: open_ones.filter(hops__status=kind.value).distinct().count() for kind in QUEUE_KINDS}
