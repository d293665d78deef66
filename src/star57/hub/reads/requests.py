"""Requests as their own providers see them. Every query is cut to the actor's reach first."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import OrderBy

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.answering import REQUEST_STATES
from star57.hub.domain.facts import ClaimState, HopFact, HopStatus
from star57.hub.domain.jurisdictions import jurisdiction_for
from star57.hub.domain.lifecycle import ANSWERED, HOP_STEPS, TAKES_ANSWER
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.reads.affiliates import affiliates_of
from star57.hub.reads.answers import answers_of, standing_entry
from star57.hub.reads.cursors import cursor_of, place_of
from star57.hub.reads.reach import providers_of
from star57.hub.reads.timeline import happenings_of_hop
from star57.hub.reads.views import Page, RequestView
from star57.hub.reads.words import STATUS_WORDS
from star57.hub.records.lookup import only
from star57.hub.records.models import Hop, Provider
from star57.hub.records.prepared import TEXT_MARK, Prepared
from star57.wire.messages import RequestState, TracebackRequest
from star57.wire.values import WIRE_VERSION, CallFacts, CampaignNote, Direction, ProviderRef

NEW = tuple(status.value for status in (HopStatus.REQUESTED, HopStatus.UNREACHED))
_OPEN_STATES = {RequestState.OPEN, RequestState.SENT_BACK}
OPEN = tuple(status.value for status, state in REQUEST_STATES.items() if state in _OPEN_STATES)
ALL = tuple(status.value for status in REQUEST_STATES)
ANSWERED_ONES = tuple(status.value for status, state in REQUEST_STATES.items() if state is RequestState.ANSWERED)
Order = tuple[str | OrderBy, ...]
STATUSES = {"new": NEW, "open": OPEN, "answered": ANSWERED_ONES, "all": ALL}


def within_reach(actor: Actor) -> QuerySet[Hop]:
    """The hops whose requests this actor may read: all for staff, those of the providers it answers for for a provider, else none."""
    return _of(actor, providers_of(actor.organisation))


def listed(actor: Actor) -> QuerySet[Hop]:
    """The same for a list, its providers looked up first: an index on one provider gives its requests in order.

    Raises NotAllowed for whoever has no such list.
    """
    reach = actor.reach(Action.READ_REQUEST)
    if reach is None:
        raise NotAllowed("%(name)s may not read requests.", name=actor.name)
    return _of(actor, [key for (key,) in providers_of(actor.organisation)] if reach is Reach.OWN else ())


def _of(actor: Actor, providers: QuerySet[Any, Any] | Collection[int]) -> QuerySet[Hop]:
    """What both cut down to. providers: those the actor answers for, by which an own reach is limited."""
    reach = actor.reach(Action.READ_REQUEST)
    if reach is None:
        return Hop.objects.none()
    hops = Hop.objects.filter(status__in=ALL, provider__isnull=False, asked_at__isnull=False)
    if reach is Reach.THIS:
        return hops.filter(public_id=actor.id)
    return hops if reach is Reach.ALL else hops.filter(provider__in=providers)


def first_of(hops: QuerySet[Hop], order: Order, limit: int) -> list[Hop]:
    """So many of these, in order, with all that a request tells.

    Which ones is asked first: beside so many joins PostgreSQL no longer sees that few rows are wanted, and joins them all.
    """
    ids = list(hops.order_by(*order).values_list("public_id", flat=True)[:limit])
    return list(_joined(Hop.objects.filter(public_id__in=ids)).order_by(*order)) if ids else []


def _joined(hops: QuerySet[Hop]) -> QuerySet[Hop]:
    return hops.select_related("provider", "traceback__campaign", "downstream__provider", "downstream__downstream__provider")


_NEW_OF = Prepared(
    lambda organisation: Hop.objects.filter(provider__in=providers_of(organisation), status__in=NEW, asked_at__isnull=False).values_list(
        "asked_at", "public_id"
    ),
    TEXT_MARK,
)


def new_request_ids(*, actor: Actor, limit: int) -> tuple[str, ...]:
    """Ids of requests asked and not yet received, the longest waiting first."""
    if actor.reach(Action.READ_REQUEST) is Reach.OWN:
        rows = _NEW_OF(actor.organisation or "")
    else:
        rows = list(listed(actor).filter(status__in=NEW).values_list("asked_at", "public_id"))
    return tuple(public_id for _asked_at, public_id in sorted(rows)[:limit])


def requests_page(*, actor: Actor, state: str, cursor: str | None, limit: int) -> Page[TracebackRequest]:
    """A page of requests, the earliest asked first."""
    rows = listed(actor).filter(status__in=STATUSES[state])
    if cursor:
        at, public_id = place_of(cursor)
        rows = rows.filter(Q(asked_at__gt=at) | Q(asked_at=at, public_id__gt=public_id), asked_at__gte=at)
    found = first_of(rows, ("asked_at", "public_id"), limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    more = cursor_of(last.asked_at, last.public_id) if last and last.asked_at else None
    return Page(tuple(wire_request(hop) for hop in found[:limit]), more)


def request_view(*, actor: Actor, request: str) -> RequestView:
    """One request with what became of it. Raises NotFound for another's as for none."""
    hop = only(_joined(within_reach(actor).filter(public_id=request)))
    if hop is None:
        raise NotFound("There is no request %(request)s, or it is not yours.", request=request)
    status = HopStatus(hop.status)
    answers = answers_of([hop], actor).get(hop.pk, ())
    may_act = actor.reach(Action.ANSWER_REQUEST) is not None
    is_alleged = hop.claim == ClaimState.ALLEGED.value and (status, HopFact.CLAIM_DISPUTED) in HOP_STEPS
    named = hop.upstream_hops.exclude(claim=ClaimState.RETRACTED.value).values_list("named_as", flat=True).last()
    return RequestView(
        request=wire_request(hop),
        status_words=str(STATUS_WORDS[status]),
        claim=ClaimState(hop.claim),
        zone=hop.clock_zone or (hop.provider.time_zone if hop.provider else ""),
        answers=answers,
        standing=standing_entry(hop.pk) if answers else "",
        upstream_named=named or "",
        campaign=hop.traceback.campaign.public_id,
        may_prepare=actor.reach(Action.PREPARE_ANSWER) is not None and status in TAKES_ANSWER,
        may_answer=may_act and status in TAKES_ANSWER,
        may_correct=may_act and status in ANSWERED,
        may_dispute=actor.reach(Action.DISPUTE_CLAIM) is not None and is_alleged,
        affiliates=affiliates_of(actor=actor, hop=hop),
        happenings=happenings_of_hop(hop, actor),
    )


def asked_provider(*, actor: Actor, request: str) -> Provider | None:
    """Who was asked. Raises NotFound for another's as for none."""
    hop = only(within_reach(actor).select_related("provider").filter(public_id=request))
    if hop is None:
        raise NotFound("There is no request %(request)s, or it is not yours.", request=request)
    return hop.provider


def wire_request(hop: Hop) -> TracebackRequest:
    """The wire's request for a hop: its provider's view of the call and nothing else."""
    if hop.provider is None or hop.asked_at is None or hop.status not in REQUEST_STATES:
        raise NotFound("There is no request %(id)s, or it is not yours.", id=hop.public_id)
    traceback, campaign = hop.traceback, hop.traceback.campaign
    return TracebackRequest.model_construct(
        version=WIRE_VERSION,
        id=hop.public_id,
        provider=_reference(hop.provider),
        direction=Direction(traceback.direction),
        state=REQUEST_STATES[HopStatus(hop.status)],
        asked_at=hop.asked_at,
        due_at=hop.due_at,
        rule=jurisdiction_for(hop.provider.country).clock.citation,
        facts_version=hop.facts_version,
        call=CallFacts.model_construct(
            called_number=traceback.called_number,
            calling_number=traceback.calling_number or None,
            call_at=traceback.call_at,
            uncertainty_s=traceback.uncertainty_s,
            handed_to=_handed_to(hop),
            call_id=hop.call_id or traceback.call_id or None,
            origid=hop.origid or traceback.origid or None,
            handed_at=hop.handed_at,
            handed_as=hop.handed_as or None,
            diverted_from=hop.diverted_from or None,
        ),
        campaign=CampaignNote.model_construct(
            name=campaign.name, why_suspicious=campaign.why_suspicious, transcript=campaign.transcript or None
        ),
        known_already=tuple(hop.known_already.splitlines()),
        missing=hop.missing or None,
    )


def _reference(provider: Provider) -> ProviderRef:
    return ProviderRef.model_construct(provider=provider.public_id, name=provider.name, country=provider.country, contact=None)


def _handed_to(hop: Hop) -> ProviderRef | None:
    """The direct downstream neighbour; a provider that only said who serves the number carried nothing and is passed over."""
    downstream = hop.downstream
    while downstream is not None and downstream.status == HopStatus.OTHER_SERVER_NAMED.value:
        downstream = downstream.downstream
    return _reference(downstream.provider) if downstream and downstream.provider else None
