"""Finds the hops that a weekly cap holds back, and those whose clock ran in some time."""

from datetime import datetime

from django.db.models import Q

from star57.hub.domain.caps import Waiting, harm_first
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.records.models import Hop


def held_hops() -> tuple[tuple[str, str], ...]:
    """Ids of hops that a weekly cap holds back and of their providers, in the order in which they are to be asked."""
    held = Hop.objects.filter(status=HopStatus.HELD.value, provider__isnull=False)
    rows = held.values_list("public_id", "traceback__campaign__harm_rank", "opened_at", "provider__public_id")
    providers = {hop: provider for hop, _harm, _since, provider in rows}
    waiting = harm_first(Waiting(hop, harm, since) for hop, harm, since, _provider in rows)
    return tuple((each.request_id, providers[each.request_id]) for each in waiting)


def hops_under_way(since: datetime, until: datetime) -> tuple[str, ...]:
    """Ids of hops that were received and owed an answer at some instant of this time, and still do or answered late."""
    owing = {status.value for status, fact in HOP_STEPS if fact is HopFact.OUTAGE_CREDITED}
    found = Hop.objects.filter(Q(status__in=owing) | Q(is_late=True), clock_started_at__lt=until, due_at__gt=since).order_by("pk")
    return tuple(found.values_list("public_id", flat=True))
