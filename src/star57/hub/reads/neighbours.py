"""What a carrier calls its neighbours, and which registered provider that means. Its own names come before the registry's."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads.reach import answers_for, own_rows
from star57.hub.reads.views import ProviderRow
from star57.hub.records.lookup import only
from star57.hub.records.models import NeighbourName, Provider

MOST = 2  # enough to know that a name is not one provider's alone


@dataclass(frozen=True, slots=True)
class NeighbourLine:
    """One of an organisation's own names."""

    id: str
    name: str
    provider: ProviderRow
    ocn: str


def compared(name: str) -> str:
    """A name as it is compared: case and runs of spaces do not count."""
    return " ".join(name.split()).casefold()[:200]


def neighbour_names(*, actor: Actor) -> tuple[NeighbourLine, ...]:
    """All names of the actor's own organisation, by name."""
    if actor.reach(Action.READ_REQUEST) is not Reach.OWN:
        raise NotAllowed("%(name)s has no neighbours: only carriers do.", name=actor.name)
    rows = own_rows(actor, NeighbourName.objects.filter(removed_at__isnull=True)).select_related("provider")
    return tuple(NeighbourLine(row.public_id, row.name, _row(row.provider), row.provider.ocn) for row in rows.order_by("key"))


def resolve_neighbour(actor: Actor, provider: str | None, text: str) -> ProviderRow | None:
    """The one provider meant by this text in an answer for `provider`; None when it is none or several.

    First the names of the organisation that owns the asked provider, if the actor answers for it (provider None: the actor's own);
    then the registry's id, OCN or whole name.
    """
    owned = own_name(_owner(actor, provider), text)
    return owned or _registered(text)


def own_name(organisation: str | None, text: str) -> ProviderRow | None:
    """Whom an organisation's own name means."""
    if organisation is None or not text.strip():
        return None
    rows = NeighbourName.objects.filter(organisation__public_id=organisation, key=compared(text), removed_at__isnull=True)
    row = only(rows.select_related("provider"))
    return _row(row.provider) if row else None


def own_names_like(*, actor: Actor, provider: str | None, text: str, limit: int) -> Mapping[str, ProviderRow]:
    """Own names that hold what was typed, for a type-ahead: name -> provider."""
    rows = NeighbourName.objects.filter(organisation__public_id=_owner(actor, provider), removed_at__isnull=True)
    found = rows.filter(key__contains=compared(text)).select_related("provider").order_by("key")
    return {row.name: _row(row.provider) for row in found[:limit]}


def _owner(actor: Actor, provider: str | None) -> str | None:
    """Whose names count: those of whoever owns the asked provider, also for an organisation that only answers on its behalf."""
    if provider is None:
        return actor.organisation
    row = only(Provider.objects.select_related("organisation").filter(public_id=provider))
    if row is None or row.organisation is None or not answers_for(actor, row):
        return actor.organisation
    return row.organisation.public_id


def _registered(text: str) -> ProviderRow | None:
    wanted = " ".join(text.split())
    if not wanted:
        return None
    matches = Q(name__iexact=wanted) | Q(public_id__iexact=wanted) | Q(ocn__iexact=wanted)
    found = list(Provider.objects.filter(matches)[:MOST])
    return _row(found[0]) if len(found) == 1 else None


def _row(provider: Provider) -> ProviderRow:
    return ProviderRow(provider.public_id, provider.name, provider.country, provider.time_zone)
