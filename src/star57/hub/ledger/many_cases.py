"""Locks many tracebacks for one change each, in one transaction: for the clock, when thousands of deadlines fall at the same instant."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.ledger.bulk import written_together
from star57.hub.ledger.case import Case, wake_readers
from star57.hub.ledger.locking import case_over
from star57.hub.ledger.settling import record_outcome, summarise
from star57.hub.ledger.transactions import transaction
from star57.hub.records.models import Campaign, Hop, Provider, Traceback


@contextmanager
def cases_of_due_hops(limit: int, but_for: Collection[str], *, actor: Actor, now: datetime) -> Iterator[list[tuple[Case, list[Hop]]]]:
    """The cases of up to limit due hops that nobody else is changing now, the longest due first, each with those hops among its own.

    What is locked by another is left out, so that nothing waits, nothing deadlocks and workers share the work. All are written and
    settled together at the end. but_for: ids of hops to leave out.
    """
    due = Hop.objects.filter(wakes_at__lte=now).exclude(public_id__in=but_for).order_by("wakes_at", "pk")
    with transaction():
        locked = due.select_related("traceback").select_for_update(skip_locked=True, of=("traceback",))[:limit]
        tracebacks = {hop.public_id: hop.traceback for hop in locked}
        cases = _cases_over(list({each.pk: each for each in tracebacks.values()}.values()), actor, now)
        with written_together():
            yield [(case, [hop for hop in case.hops.values() if hop.public_id in tracebacks]) for case in cases]
            changed = [case for case in cases if case.topics]
            for case in changed:
                record_outcome(case)
        summarise(changed)
        wake_readers(changed)


def _cases_over(tracebacks: Sequence[Traceback], actor: Actor, now: datetime) -> list[Case]:
    """Three questions, however many there are; read after the locks were had."""
    found = list(Hop.objects.filter(traceback__in=tracebacks).order_by("pk"))
    providers = Provider.objects.select_related("organisation").in_bulk({hop.provider_id for hop in found if hop.provider_id})
    campaigns = Campaign.objects.in_bulk({traceback.campaign_id for traceback in tracebacks})
    hops: dict[int, list[Hop]] = defaultdict(list)
    for hop in found:
        hop.provider = providers[hop.provider_id] if hop.provider_id else None
        hops[hop.traceback_id].append(hop)
    for traceback in tracebacks:
        traceback.campaign = campaigns[traceback.campaign_id]
    return [case_over(traceback, hops[traceback.pk], actor, now) for traceback in tracebacks]
