"""Where a traceback stands in the analysts' queue, and for whom it waits: worked out again after every change."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.facts import Party
from star57.hub.domain.tracing import TracebackStatus, Waiting, waiting
from star57.hub.domain.work import WorkKind, doubts, kind_of, queue_key
from star57.hub.ledger.case import Case


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """What lists ask of a traceback. due_at: where a clock still counts; waits_on is a provider's key."""

    needs_person: bool
    due_at: datetime | None
    kind: WorkKind
    key: int
    waits_on: int | None


def queue_place(case: Case) -> QueuePlace:
    """As the case stands now."""
    legs, status = case.legs(), TracebackStatus(case.traceback.status)
    waited_for = () if status is TracebackStatus.MERGED else waiting(legs)
    set_at = min((at for each in waited_for if (at := case.hops[each.hop].due_at)), default=None)
    due_at = min((at for each in waited_for if each.party is not Party.STAFF and (at := case.hops[each.hop].due_at)), default=None)
    is_reopened = case.traceback.reopened_at is not None
    kind = kind_of(status, legs, is_reopened=is_reopened, unsettled=unsettled_doubts(case), unread=unread_words(case))
    turn_at = set_at or case.traceback.reopened_at or case.traceback.opened_at
    needs_person = any(each.party is Party.STAFF for each in waited_for)
    return QueuePlace(needs_person, due_at, kind, queue_key(kind, turn_at), _waits_on(case, waited_for))


def unsettled_doubts(case: Case) -> tuple[str, ...]:
    """The doubts that nobody has looked at, as "hop:version": whatever befalls the hop later revives its doubt."""
    settled = set(case.traceback.doubts_settled.split())
    marks = (f"{hop}:{case.hops[hop].version}" for hop in doubts(case.legs()))
    return tuple(mark for mark in marks if mark not in settled)


def unread_words(case: Case) -> tuple[str, ...]:
    """What providers wrote that nobody has answered or looked at, as "hop:instant"."""
    settled = set(case.traceback.doubts_settled.split())
    marks = (f"{hop}:{row.wrote_at.isoformat()}" for hop, row in case.hops.items() if row.wrote_at)
    return tuple(mark for mark in marks if mark not in settled)


def _waits_on(case: Case, waited_for: tuple[Waiting, ...]) -> int | None:
    return next((case.hops[each.hop].provider_id for each in waited_for if each.party is not Party.STAFF), None)
