"""To which other providers a request could be handed over: those of the same organisation and country that the actor answers for."""

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.reads.reach import answers_for
from star57.hub.reads.views import ProviderRow
from star57.hub.records.models import Hop, Provider


def affiliates_of(*, actor: Actor, hop: Hop) -> tuple[ProviderRow, ...]:
    """By name; none when the request is answered, or the actor may not hand it over. The hop must be within the actor's reach."""
    now_asked, may = hop.provider, actor.reach(Action.HAND_OVER_REQUEST) is not None
    if not may or now_asked is None or now_asked.organisation is None or (HopStatus(hop.status), HopFact.HANDED_OVER) not in HOP_STEPS:
        return ()
    rows = Provider.objects.filter(organisation=now_asked.organisation, country=now_asked.country).exclude(pk=now_asked.pk)
    found = rows.select_related("organisation").order_by("name")
    return tuple(ProviderRow(row.public_id, row.name, row.country, row.time_zone) for row in found if answers_for(actor, row))
