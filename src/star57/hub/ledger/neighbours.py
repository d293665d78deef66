"""Writes what an organisation calls its neighbours."""

from datetime import datetime
from typing import TypeAlias

from star57.hub.domain.access import Actor
from star57.hub.ledger import rows
from star57.hub.reads.neighbours import compared
from star57.hub.records.lookup import only
from star57.hub.records.models import NeighbourName, Organisation, Provider

NeighbourRow: TypeAlias = NeighbourName


def by_name(organisation: Organisation, name: str) -> NeighbourName | None:
    """What this name means now, locked."""
    found = NeighbourName.objects.select_for_update(of=("self",)).select_related("provider")
    return only(found.filter(organisation=organisation, key=compared(name), removed_at__isnull=True))


def by_id(public_id: str) -> NeighbourName | None:
    """A name that still means something, locked."""
    found = NeighbourName.objects.select_for_update(of=("self",)).select_related("organisation")
    return only(found.filter(public_id=public_id, removed_at__isnull=True))


def enter(organisation: Organisation, name: str, provider: Provider, *, actor: Actor, now: datetime) -> None:
    """Record what a new name means."""
    row = NeighbourName(organisation=organisation, name=name, key=compared(name), provider=provider)
    details = {"organisation": organisation.public_id, "provider": provider.public_id}
    rows.create(row, "neighbour", "neighbour_mapped", actor=actor, at=now, details=details, secret_texts={"name": name})


def change(row: NeighbourName, provider: Provider, *, actor: Actor, now: datetime) -> None:
    """Record that a name means another provider now."""
    details = {"provider": provider.public_id, "was": row.provider.public_id}
    rows.change(row, "neighbour", "neighbour_changed", actor=actor, at=now, changes={"provider": provider}, details=details)


def remove(row: NeighbourName, *, actor: Actor, now: datetime) -> None:
    """Record that a name means nothing any more."""
    rows.change(row, "neighbour", "neighbour_removed", actor=actor, at=now, changes={"removed_at": now})
