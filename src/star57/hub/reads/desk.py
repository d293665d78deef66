"""What stands beside a traceback for whoever works on it: related calls, duplicates, mentions, what was noted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from star57.hub.domain.access import Action, Actor, OrganisationKind
from star57.hub.domain.facts import ClaimState
from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.domain.visibility import Field, may_see
from star57.hub.domain.work import WorkKind
from star57.hub.reads.views import TracebackRow
from star57.hub.records.models import Hop, Mention, Organisation, Provider, Sealed, Traceback

SHOWN = 6
_COLUMNS = ("public_id", "campaign__name", "called_number", "calling_number", "call_at", "status", "outcome", "summary__kind")


@dataclass(frozen=True, slots=True)
class RelatedCall:
    """Another traceback, in short."""

    id: str
    campaign: str
    called_number: str
    calling_number: str
    call_at: datetime
    status: TracebackStatus
    outcome: Outcome | None
    kind: WorkKind


@dataclass(frozen=True, slots=True)
class Related:
    """Other tracebacks of the same numbers, the same campaign, or through the furthest upstream provider; the newest first, few."""

    numbers: tuple[RelatedCall, ...]
    campaign: tuple[RelatedCall, ...]
    upstream: tuple[RelatedCall, ...]
    upstream_provider: str
    upstream_name: str


@dataclass(frozen=True, slots=True)
class MentionView:
    """A note that names the reader. text is "" once it was erased by law."""

    traceback: str
    text: str
    at: datetime
    by: str
    is_new: bool


def related_to(*, actor: Actor, row: TracebackRow, campaign: str) -> Related:
    """What else there is; always the same number of queries."""
    others = _readable(actor).exclude(public_id=row.id)
    numbers = [number for number in (row.called_number, row.calling_number) if number]
    furthest = max((each for each in row.stations if each.provider and each.is_live), key=lambda each: each.position, default=None)
    provider = furthest.provider if furthest and furthest.position > 1 else None
    through = Hop.objects.filter(provider__public_id=provider or "").exclude(claim=ClaimState.RETRACTED.value)
    recent = through.order_by("-opened_at").values_list("traceback_id", flat=True)[: 8 * SHOWN]
    return Related(
        numbers=_calls(others.filter(Q(called_number__in=numbers) | Q(calling_number__in=numbers))),
        campaign=_calls(others.filter(campaign__public_id=campaign)),
        upstream=_calls(others.filter(pk__in=list(recent))),
        upstream_provider=provider or "",
        upstream_name=furthest.name if provider and furthest else "",
    )


def same_call(*, actor: Actor, called: str, calling: str, call_at: datetime, within: timedelta) -> tuple[RelatedCall, ...]:
    """Tracebacks of these two numbers at about this time: probably the same call."""
    near = _readable(actor).filter(call_at__gte=call_at - within, call_at__lte=call_at + within)
    return _calls(near.filter(called_number=called, calling_number=calling))


def mentions_of(*, actor: Actor, limit: int) -> tuple[MentionView, ...]:
    """The notes that name the actor, the newest first."""
    if not may_see(actor, Field.NOTES):
        return ()
    rows = Mention.objects.filter(person__public_id=actor.id).select_related("entry").order_by("-entry__at", "-pk")[:limit]
    found = list(rows)
    entries = [row.entry_id for row in found]
    texts = dict(Sealed.objects.filter(entry__in=entries, field="note").values_list("entry_id", "content"))
    return tuple(
        MentionView(row.entry.subject_id, texts.get(row.entry_id, ""), row.entry.at, row.entry.actor_id, row.read_at is None)
        for row in found
    )


def sources(*, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Who hands calls in: every organisation but providers, by name, as (id, name)."""
    if not may_see(actor, Field.SOURCE):
        return ()
    kinds = (OrganisationKind.SOURCE.value, OrganisationKind.AGENCY.value)
    return tuple(Organisation.objects.filter(kind__in=kinds).order_by("name").values_list("public_id", "name")[:500])


def office_zones() -> tuple[str, ...]:
    """The time zones that registered offices keep: likely ones for a call's time."""
    return tuple(Provider.objects.exclude(time_zone="").order_by("time_zone").values_list("time_zone", flat=True).distinct()[:60])


def _readable(actor: Actor) -> QuerySet[Traceback]:
    if actor.reach(Action.READ_TRACEBACK) is None:
        return Traceback.objects.none()
    return Traceback.objects.exclude(status=TracebackStatus.MERGED.value)


def _calls(rows: QuerySet[Traceback]) -> tuple[RelatedCall, ...]:
    found = rows.order_by("-opened_at", "public_id").values_list(*_COLUMNS)[:SHOWN]
    return tuple(_call(*columns) for columns in found)


def _call(public_id: str, campaign: str, called: str, calling: str, call_at: datetime, status: str, outcome: str, kind: str) -> RelatedCall:
    ended = Outcome(outcome) if outcome else None
    return RelatedCall(public_id, campaign, called, calling, call_at, TracebackStatus(status), ended, WorkKind(kind))
