"""Locks many tracebacks for one change each, in one transaction: for the clock, when thousands of deadlines fall at the same instant."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
def cases_of_due_hops(public_ids: Sequence[str], *, actor: Actor, now: datetime) -> Iterator[list[tuple[Case, list[Hop]]]]:
    """The cases of those among these hops that are due and that nobody else is changing now, each with its hops among them.

    What is locked by another is left out, so that nothing waits and nothing deadlocks. All are written and settled together at the end.
    """
    wanted = set(public_ids)
    due = Hop.objects.filter(public_id__in=wanted, wakes_at__lte=now)
    with transaction():
        mine = Traceback.objects.filter(pk__in=due.values("traceback_id"))
        cases = _cases_over(list(mine.select_for_update(skip_locked=True)), actor, now)
        with written_together():
            yield [(case, [hop for hop in case.hops.values() if hop.public_id in wanted]) for case in cases]
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
