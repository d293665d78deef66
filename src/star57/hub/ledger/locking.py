"""Locks a traceback for one change; settles its outcome and wakes its readers at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import NotFound
from star57.hub.ledger import wakeups
from star57.hub.ledger.case import Case
from star57.hub.ledger.settling import settle
from star57.hub.ledger.transactions import transaction
from star57.hub.records.models import Campaign, Hop, Organisation, Provider, Traceback
from star57.hub.records.prepared import NUMBER_MARK, TEXT_MARK, Prepared, build, columns

_HOP, _PROVIDER, _ORGANISATION = columns(Hop, ""), columns(Provider, "provider__"), columns(Organisation, "provider__organisation__")
_LOCKING = Traceback.objects.select_for_update().values_list(*columns(Traceback, ""))
_BY_ID = Prepared(lambda public_id: _LOCKING.filter(public_id=public_id), TEXT_MARK)
_BY_HOP = Prepared(lambda public_id: _LOCKING.filter(hops__public_id=public_id), TEXT_MARK)
_CAMPAIGN = Prepared(lambda key: Campaign.objects.filter(pk=key).values_list(*columns(Campaign, "")), NUMBER_MARK)
_HOPS = Prepared(
    lambda traceback: Hop.objects.filter(traceback_id=traceback).values_list(*_HOP, *_PROVIDER, *_ORGANISATION),
    NUMBER_MARK,
)


def loaded(traceback: Traceback, actor: Actor, now: datetime) -> Case:
    """A case over a traceback whose row the caller has locked or just made."""
    hops: dict[int, Hop] = {}
    for row in sorted(_HOPS(traceback.pk)):
        hop: Hop = build(Hop, row[: len(_HOP)])
        hop.provider = build(Provider, row[len(_HOP) : len(_HOP) + len(_PROVIDER)])
        if hop.provider:
            hop.provider.organisation = build(Organisation, row[len(_HOP) + len(_PROVIDER) :])
        hop.traceback = traceback
        hop.downstream = hops[hop.downstream_id] if hop.downstream_id else None
        hops[hop.pk] = hop
    return Case(traceback, {hop.public_id: hop for hop in hops.values()}, actor, now)


def _locked(rows: list[tuple[Any, ...]], refusal: str) -> Traceback:
    if not rows:
        raise NotFound(refusal)
    traceback: Traceback = build(Traceback, rows[0])
    traceback.campaign = build(Campaign, _CAMPAIGN(traceback.campaign_id)[0])
    return traceback


def finished(case: Case) -> None:
    """Settle the outcome and wake the readers. Last act of every change."""
    settle(case)
    wakeups.wake(case.topics)


@contextmanager
def case_of_traceback(public_id: str, *, actor: Actor, now: datetime) -> Iterator[Case]:
    """Lock one traceback. Raises NotFound."""
    with transaction():
        traceback = _locked(_BY_ID(public_id), f"There is no traceback {public_id}, or it is not yours.")
        case = loaded(traceback, actor, now)
        yield case
        finished(case)


@contextmanager
def case_of_hop(public_id: str, *, actor: Actor, now: datetime) -> Iterator[tuple[Case, Hop]]:
    """Lock the traceback that a hop belongs to. Raises NotFound."""
    with transaction():
        traceback = _locked(_BY_HOP(public_id), f"There is no request {public_id}, or it is not yours.")
        case = loaded(traceback, actor, now)
        yield case, case.hops[public_id]
        finished(case)
