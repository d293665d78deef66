"""Locks a traceback for one change; settles its outcome and wakes its readers at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import NotFound
from star57.hub.ledger import wakeups
from star57.hub.ledger.case import Case
from star57.hub.ledger.settling import settle
from star57.hub.ledger.transactions import transaction
from star57.hub.records.lookup import only
from star57.hub.records.models import Hop, Traceback


def loaded(traceback: Traceback, actor: Actor, now: datetime) -> Case:
    """A case over a traceback whose row the caller has locked or just made."""
    found = Hop.objects.filter(traceback=traceback).select_related("provider__organisation")
    hops = {hop.pk: hop for hop in sorted(found, key=lambda hop: hop.pk)}
    for hop in hops.values():
        hop.traceback = traceback
        if hop.downstream_id:
            hop.downstream = hops[hop.downstream_id]
    return Case(traceback, {hop.public_id: hop for hop in hops.values()}, actor, now)


def finished(case: Case) -> None:
    """Settle the outcome and wake the readers. Last act of every change."""
    settle(case)
    wakeups.wake(case.topics)


@contextmanager
def case_of_traceback(public_id: str, *, actor: Actor, now: datetime) -> Iterator[Case]:
    """Lock one traceback. Raises NotFound."""
    with transaction():
        locked = Traceback.objects.select_for_update(of=("self",)).select_related("campaign")
        traceback = only(locked.filter(public_id=public_id))
        if traceback is None:
            raise NotFound(f"There is no traceback {public_id}, or it is not yours.")
        case = loaded(traceback, actor, now)
        yield case
        finished(case)


@contextmanager
def case_of_hop(public_id: str, *, actor: Actor, now: datetime) -> Iterator[tuple[Case, Hop]]:
    """Lock the traceback that a hop belongs to. Raises NotFound."""
    with transaction():
        locked = Traceback.objects.select_for_update(of=("self",)).select_related("campaign")
        traceback = only(locked.filter(hops__public_id=public_id))
        if traceback is None:
            raise NotFound(f"There is no request {public_id}, or it is not yours.")
        case = loaded(traceback, actor, now)
        yield case, case.hops[public_id]
        finished(case)
