"""Opens a hop: asks the provider that was named, or waits for whoever must say how to go on."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.caps import WEEK, requests_allowed_now
from star57.hub.domain.facts import ClaimState, HopFact, HopStatus
from star57.hub.domain.jurisdictions import jurisdiction_for
from star57.hub.domain.lifecycle import step
from star57.hub.domain.tracing import asking_fact, line_of
from star57.hub.ledger import rows, telling
from star57.hub.ledger.case import Case
from star57.hub.records.models import Hop, Provider


@dataclass(frozen=True, slots=True)
class Named:
    """Who was named: a registered provider, or a name that staff must identify; and what the namer's own record says of the call."""

    provider: Provider | None
    name: str
    country: str
    contact: str
    handed_at: datetime | None
    call_id: str
    origid: str
    handed_as: str  # the called number it received the call under, where that is another one
    diverted_from: str


def plainly(provider: Provider) -> Named:
    """A provider named without any evidence, as the terminating one is."""
    return Named(provider, provider.name, provider.country, "", None, "", "", "", "")


ASKS = frozenset({HopFact.PROVIDER_ASKED, HopFact.PROVIDER_NAMED_AGAIN})


def first_fact(case: Case, named_by: Hop | None, provider: Provider | None, *, instead_of: Hop | None) -> HopFact:
    """How the hop begins: asked, held by the weekly cap, unknown, or in a loop. instead_of: the hop that has been waiting for this."""
    legs = tuple(leg for leg in case.legs() if instead_of is None or leg.hop != instead_of.public_id)
    fact = asking_fact(legs, named_by.public_id if named_by else None, provider.public_id if provider else None)
    if fact in ASKS and provider is not None and _must_wait(provider, case.now):
        return HopFact.CAP_REACHED
    return fact


def _must_wait(provider: Provider, now: datetime) -> bool:
    """Whether a new request is held back: for want of room, or behind others that wait already."""
    if jurisdiction_for(provider.country).weekly_cap is None:
        return False
    return not has_room(provider, now) or Hop.objects.filter(provider=provider, status=HopStatus.HELD.value).exists()


def has_room(provider: Provider, now: datetime) -> bool:
    """Whether the provider's weekly cap of requests, if its country has one, leaves room for one more; none is counted meanwhile."""
    cap = jurisdiction_for(provider.country).weekly_cap
    if cap is None:
        return True
    Provider.objects.select_for_update().get(pk=provider.pk)
    asked = Hop.objects.filter(provider=provider, asked_at__gt=now - WEEK).values_list("asked_at", flat=True)
    return requests_allowed_now(cap, sent_at=(at for at in asked if at), waiting=1, now=now) == 1


def open_hop(case: Case, named: Named, *, named_by: Hop | None) -> Hop:
    """Open the hop of whoever was named. named_by None: the terminating provider."""
    fact = first_fact(case, named_by, named.provider, instead_of=None)
    begun = step(None, fact)
    hop = Hop(
        traceback=case.traceback,
        downstream=named_by,
        provider=named.provider,
        named_as=named.name,
        named_country=named.country,
        named_contact=named.contact,
        status=begun.to.value,
        claim=(ClaimState.ALLEGED if named_by else ClaimState.NONE).value,
        facts_version=case.traceback.facts_version,
        known_already=known_already(case, named_by, named.provider),
        handed_at=named.handed_at,
        call_id=named.call_id,
        origid=named.origid,
        handed_as=named.handed_as,
        diverted_from=named.diverted_from,
        opened_at=case.now,
        asked_at=case.now if begun.to is HopStatus.REQUESTED else None,
        is_late=False,
    )
    details = {
        "traceback": case.traceback.public_id,
        "provider": named.provider.public_id if named.provider else None,
        "named_by": named_by.public_id if named_by else None,
        "facts_version": hop.facts_version,
    }
    secret_texts = {} if named.provider else {"named_as": named.name, "named_contact": named.contact}
    entry = rows.create(hop, "hop", fact.value, actor=case.actor, at=case.now, details=details, secret_texts=secret_texts)
    telling.tell(fact.value, "", hop, case.traceback, entry)
    case.hops[hop.public_id] = hop
    case.touch(hop, begun)
    return hop


def known_already(case: Case, named_by: Hop | None, provider: Provider | None) -> str:
    """What a provider that is named again further up is told: its earlier request, and who names it now; "" for a first request."""
    line = line_of(case.legs(), named_by.public_id if named_by else None)
    earlier = next((leg.hop for leg in line if provider and leg.provider == provider.public_id), None)
    if earlier is None:
        return ""
    namer = named_by.provider.name if named_by and named_by.provider else "another provider"
    return (
        f"You were asked about this call before (request {earlier}).\n"
        f"{namer} states that it received the same call from you as well. Say who handed you that leg of the call."
    )
