"""Keeps answers that are being written. Not part of the record: a draft says nothing until it is signed."""

from datetime import datetime

from django.db import connection

from star57.hub.domain.access import Actor
from star57.hub.records.models import Draft, Hop

FORGET = "DELETE FROM records_draft WHERE hop_id = %s"


def put_draft(hop: Hop, body: str, *, actor: Actor, now: datetime) -> int:
    """Keep this text in place of the last; how many times the draft was saved. The caller holds the hop's lock."""
    row, made = Draft.objects.get_or_create(hop=hop, defaults={"body": body, "saved_by": actor.id, "saved_at": now, "saves": 1})
    if not made:
        row.body, row.saved_by, row.saved_at, row.saves = body, actor.id, now, row.saves + 1
        row.save()
    return row.saves


def forget_draft(hop: Hop) -> None:
    """The request is answered: what was being written is of no use any more."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [hop.pk])
