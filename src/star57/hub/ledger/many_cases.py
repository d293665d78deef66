"""Locks many tracebacks for one change each, in one transaction: for the clock, when thousands of deadlines fall at the same instant."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.ledger.case import Case
from star57.hub.ledger.locking import finished, loaded
from star57.hub.ledger.transactions import transaction
from star57.hub.records.models import Hop, Traceback


@contextmanager
def cases_of_hops(public_ids: Sequence[str], *, actor: Actor, now: datetime) -> Iterator[list[tuple[Case, list[Hop]]]]:
    """The cases of these hops that nobody else is changing now, each with its hops among them.

    What is locked by another is left out, so that nothing waits and nothing deadlocks. All are settled together at the end.
    """
    wanted = set(public_ids)
    with transaction():
        mine = Traceback.objects.filter(pk__in=Hop.objects.filter(public_id__in=wanted).values("traceback_id"))
        locked = list(mine.select_for_update(skip_locked=True, of=("self",)).select_related("campaign"))
        cases = [loaded(traceback, actor, now) for traceback in locked]
        yield [(case, [hop for hop in case.hops.values() if hop.public_id in wanted]) for case in cases]
        for case in cases:
            finished(case)
