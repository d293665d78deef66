"""Writes who looked at the portal as an organisation sees it, from when until when."""

from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.ledger import rows
from star57.hub.records.lookup import only
from star57.hub.records.models import Organisation, Viewing


def begin(organisation: Organisation, until: datetime, reason: str, *, actor: Actor, now: datetime) -> Viewing:
    """Enter a view before anything is seen."""
    row = Viewing(organisation=organisation, person=actor.id, started_at=now, until=until)
    details = {"organisation": organisation.public_id}
    rows.create(row, "viewing", "viewing_begun", actor=actor, at=now, details=details, secret_texts={"reason": reason})
    return row


def by_id(public_id: str) -> Viewing | None:
    """A view, locked until the transaction ends."""
    found = Viewing.objects.select_for_update(of=("self",)).select_related("organisation")
    return only(found.filter(public_id=public_id))


def end(row: Viewing, *, actor: Actor, now: datetime) -> None:
    """Record that a view ended."""
    details = {"organisation": row.organisation.public_id}
    rows.change(row, "viewing", "viewing_ended", actor=actor, at=now, changes={"ended_at": now}, details=details)
