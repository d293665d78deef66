"""Opens a hop: asks the provider that was named, or waits for whoever must say how to go on."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.caps import WEEK, requests_allowed_now
from star57.hub.domain.facts import ClaimState, HopFact, HopStatus
from star57.hub.domain.jurisdictions import jurisdiction_for
from star57.hub.domain.lifecycle import step
from star57.hub.domain.tracing import asking_fact
from star57.hub.ledger import rows
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


def plainly(provider: Provider) -> Named:
    """A provider named without any evidence, as the terminating one is."""
    return Named(provider, provider.name, provider.country, provider.contact, None, "", "")


def first_fact(case: Case, named_by: Hop | None, provider: Provider | None) -> HopFact:
    """How the hop begins: asked, held by the weekly cap, unknown, or in a loop."""
    legs = case.legs()
    fact = asking_fact(legs, named_by.public_id if named_by else None, provider.public_id if provider else None)
    if fact is HopFact.PROVIDER_ASKED and provider is not None and not has_room(provider, case.now):
        return HopFact.CAP_REACHED
    return fact


def has_room(provider: Provider, now: datetime) -> bool:
    """Whether the provider's weekly cap of requests, if its country has one, leaves room for one more."""
    cap = jurisdiction_for(provider.country).weekly_cap
    if cap is None:
        return True
    asked = Hop.objects.filter(provider=provider, asked_at__gt=now - WEEK).values_list("asked_at", flat=True)
    return requests_allowed_now(cap, sent_at=(at for at in asked if at), waiting=1, now=now) == 1


def open_hop(case: Case, named: Named, *, named_by: Hop | None) -> Hop:
    """Open the hop of whoever was named. named_by None: the terminating provider."""
    fact = first_fact(case, named_by, named.provider)
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
        known_already=_known_already(case, named, named_by) if fact is HopFact.PROVIDER_NAMED_AGAIN else "",
        handed_at=named.handed_at,
        call_id=named.call_id,
        origid=named.origid,
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
    rows.create(hop, "hop", fact.value, actor=case.actor, at=case.now, details=details, secret_texts=secret_texts)
    case.hops[hop.public_id] = hop
    case.touch(hop)
    return hop


def _known_already(case: Case, named: Named, named_by: Hop | None) -> str:
    """What a provider that is named again further up is told: its earlier request, and who names it now."""
    earlier = next((hop.public_id for hop in case.hops.values() if named.provider and hop.provider_id == named.provider.pk), "")
    namer = named_by.provider.name if named_by and named_by.provider else "another provider"
    return (
        f"You were asked about this call before (request {earlier}).\n"
        f"{namer} states that it received the same call from you as well. Say who handed you that leg of the call."
    )
