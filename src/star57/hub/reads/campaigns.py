"""Campaigns as staff see them: a list, and one with its tracebacks' outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.records.lookup import only
from star57.hub.records.models import Campaign, Traceback


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign in one version. counts: how many of its tracebacks stand how, by outcome, or by status while there is none."""

    id: str
    name: str
    why_suspicious: str
    transcript: str
    harm_rank: int
    counts: Mapping[str, int]
    version: int

    @property
    def changes(self) -> int:
        """How often its words were changed."""
        return self.version - 1


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign in the list."""

    id: str
    name: str
    why_suspicious: str
    harm_rank: int


def campaign_view(*, actor: Actor, campaign: str) -> CampaignView:
    """One campaign. Raises NotFound."""
    row = only(Campaign.objects.filter(public_id=campaign)) if actor.reach(Action.READ_TRACEBACK) else None
    if row is None:
        raise NotFound("There is no campaign %(campaign)s, or it is not yours.", campaign=campaign)
    grouped = Traceback.objects.filter(campaign=row).values_list("outcome", "status").annotate(Count("pk")).order_by("outcome", "status")
    counts: dict[str, int] = {}
    for outcome, status, count in grouped:
        counts[outcome or status] = counts.get(outcome or status, 0) + count
    return CampaignView(row.public_id, row.name, row.why_suspicious, row.transcript, row.harm_rank, counts, row.version)


def known_campaigns(*, actor: Actor, query: str, limit: int) -> tuple[CampaignLine, ...]:
    """Campaigns whose name holds the query, the gravest harm first."""
    if actor.reach(Action.READ_TRACEBACK) is None:
        raise NotAllowed("%(name)s may not read tracebacks.", name=actor.name)
    rows = Campaign.objects.order_by("harm_rank", "name", "public_id")
    if query:
        rows = rows.filter(name__icontains=query)
    return tuple(CampaignLine(row.public_id, row.name, row.why_suspicious, row.harm_rank) for row in rows[:limit])
