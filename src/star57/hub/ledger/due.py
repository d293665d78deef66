"""Finds the hops that the clock must look at."""

from datetime import datetime

from star57.hub.domain.caps import Waiting, harm_first
from star57.hub.domain.facts import HopStatus
from star57.hub.records.models import Hop


def due_hops(now: datetime, limit: int) -> tuple[str, ...]:
    """Ids of hops whose next instant has come, the longest due first."""
    rows = Hop.objects.filter(wakes_at__lte=now).order_by("wakes_at", "pk")
    return tuple(rows.values_list("public_id", flat=True)[:limit])


def held_hops(limit: int) -> tuple[str, ...]:
    """Ids of hops that a weekly cap holds back, in the order in which they are to be asked."""
    rows = Hop.objects.filter(status=HopStatus.HELD.value).values_list("public_id", "traceback__campaign__harm_rank", "opened_at")
    return tuple(each.request_id for each in harm_first(Waiting(*row) for row in rows))[:limit]
