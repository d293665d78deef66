"""The public registry: who can be named."""

from django.db.models import Q

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads.views import ProviderRow
from star57.hub.records.models import Provider


def known_providers(*, actor: Actor, query: str, limit: int) -> tuple[ProviderRow, ...]:
    """Registered providers whose name, id, OCN or SPC begins with or holds the query, by name."""
    if actor.reach(Action.LIST_PROVIDERS) is None:
        raise NotAllowed("%(name)s may not list providers.", name=actor.name)
    rows = Provider.objects.order_by("name", "public_id")
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(public_id__iexact=query) | Q(ocn__iexact=query) | Q(spc__iexact=query))
    return tuple(ProviderRow(row.public_id, row.name, row.country, row.time_zone) for row in rows[:limit])
