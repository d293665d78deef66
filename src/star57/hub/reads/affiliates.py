"""To which other providers a request could be handed over: those of the same organisation and country that the actor answers for."""

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.reads.reach import answers_for
from star57.hub.reads.requests import within_reach
from star57.hub.reads.views import ProviderRow
from star57.hub.records.lookup import only
from star57.hub.records.models import Hop, Provider


def affiliates_of(*, actor: Actor, request: str) -> tuple[ProviderRow, ...]:
    """By name; none when the request is out of reach, answered, or the actor may not hand it over."""
    if actor.reach(Action.HAND_OVER_REQUEST) is None:
        return ()
    hop = only(within_reach(actor).filter(public_id=request).select_related("provider__organisation"))
    return () if hop is None else _others(actor, hop)


def _others(actor: Actor, hop: Hop) -> tuple[ProviderRow, ...]:
    now_asked = hop.provider
    if now_asked is None or now_asked.organisation is None or (HopStatus(hop.status), HopFact.HANDED_OVER) not in HOP_STEPS:
        return ()
    rows = Provider.objects.filter(organisation=now_asked.organisation, country=now_asked.country).exclude(pk=now_asked.pk)
    found = rows.select_related("organisation").order_by("name")
    return tuple(ProviderRow(row.public_id, row.name, row.country, row.time_zone) for row in found if answers_for(actor, row))
