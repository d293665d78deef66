"""Locks a traceback for one change; settles its outcome and wakes its readers at the end."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import NotFound
from star57.hub.ledger.case import Case, wake_readers
from star57.hub.ledger.settling import settle
from star57.hub.ledger.together import together
from star57.hub.ledger.transactions import transaction
from star57.hub.records.models import Campaign, Hop, Organisation, Provider, Traceback
from star57.hub.records.prepared import TEXT_MARK, Prepared, build, columns

Rows = Callable[[], list[tuple[Any, ...]]]

_HOP, _PROVIDER, _ORGANISATION = columns(Hop, ""), columns(Provider, "provider__"), columns(Organisation, "provider__organisation__")
_CAMPAIGN = columns(Campaign, "traceback__campaign__")
_LOCKING = Traceback.objects.select_for_update().values_list(*columns(Traceback, ""))
_HOPS = Hop.objects.values_list(*_HOP, *_PROVIDER, *_ORGANISATION, *_CAMPAIGN)
_BY_ID = Prepared(lambda public_id: _LOCKING.filter(public_id=public_id), TEXT_MARK)
_BY_HOP = Prepared(lambda public_id: _LOCKING.filter(hops__public_id=public_id), TEXT_MARK)
_HOPS_BY_ID = Prepared(lambda public_id: _HOPS.filter(traceback__public_id=public_id), TEXT_MARK)
_HOPS_BY_HOP = Prepared(lambda public_id: _HOPS.filter(traceback__hops__public_id=public_id), TEXT_MARK)


def _locked(locked: Rows, hops: Rows, refusal: NotFound, actor: Actor, now: datetime) -> Case:
    """A case over what was locked; its hops were read after the lock was had."""
    found = locked()
    if not found:
        raise refusal
    rows = sorted(hops())
    traceback = build(Traceback, found[0])
    traceback.campaign = build(Campaign, rows[0][-len(_CAMPAIGN) :])
    return case_over(traceback, map(_hop, rows), actor, now)


def case_over(traceback: Traceback, hops: Iterable[Hop], actor: Actor, now: datetime) -> Case:
    """A case over a locked traceback with its campaign, and its hops in order of opening, each with its provider."""
    by_key: dict[int, Hop] = {}
    for hop in hops:
        hop.traceback = traceback
        hop.downstream = by_key[hop.downstream_id] if hop.downstream_id else None
        by_key[hop.pk] = hop
    return Case(traceback, {hop.public_id: hop for hop in by_key.values()}, actor, now)


def _hop(row: tuple[Any, ...]) -> Hop:
    past_provider = len(_HOP) + len(_PROVIDER)
    hop: Hop = build(Hop, row[: len(_HOP)])
    hop.provider = build(Provider, row[len(_HOP) : past_provider])
    if hop.provider:
        hop.provider.organisation = build(Organisation, row[past_provider : past_provider + len(_ORGANISATION)])
    return hop


def finished(case: Case) -> None:
    """Settle the outcome and wake the readers. Last act of every change."""
    settle(case)
    wake_readers([case])


@contextmanager
def case_of_traceback(public_id: str, *, actor: Actor, now: datetime) -> Iterator[Case]:
    """Lock one traceback. Raises NotFound."""
    with transaction(), together():
        locked, hops = _BY_ID.asked(public_id), _HOPS_BY_ID.asked(public_id)
        case = _locked(locked, hops, NotFound("There is no traceback %(id)s, or it is not yours.", id=public_id), actor, now)
        yield case
        finished(case)


@contextmanager
def case_of_hop(public_id: str, *, actor: Actor, now: datetime) -> Iterator[tuple[Case, Hop]]:
    """Lock the traceback that a hop belongs to. Raises NotFound."""
    with transaction(), together():
        locked, hops = _BY_HOP.asked(public_id), _HOPS_BY_HOP.asked(public_id)
        case = _locked(locked, hops, NotFound("There is no request %(id)s, or it is not yours.", id=public_id), actor, now)
        yield case, case.hops[public_id]
        finished(case)
