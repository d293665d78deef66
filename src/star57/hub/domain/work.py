"""What in a traceback needs a person: kinds of work, the most urgent first, read off its hops. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from star57.hub.domain.facts import ClaimState, HopStatus, Party
from star57.hub.domain.lifecycle import ANSWERED
from star57.hub.domain.tracing import Leg, TracebackStatus, live, waiting


class WorkKind(StrEnum):
    """Why a traceback stands in the queue. The order is the order of the queue; a traceback stands under the first that is true of it."""

    LAPSED = "lapsed"
    DISPUTED = "disputed"
    UNKNOWN_UPSTREAM = "unknown_upstream"
    LOOP = "loop"
    UNREACHED = "unreached"
    DEAD_END = "dead_end"
    WROTE = "provider_wrote"
    OVERDUE = "overdue"
    REOPENED = "reopened"
    DOUBTFUL = "doubtful"
    WAITING = "waiting"
    HELD = "held"
    RESTING = "resting"


KIND_OF_STATUS: Mapping[HopStatus, WorkKind] = MappingProxyType({
    HopStatus.LAPSED: WorkKind.LAPSED,
    HopStatus.DISPUTED: WorkKind.DISPUTED,
    HopStatus.UNIDENTIFIED: WorkKind.UNKNOWN_UPSTREAM,
    HopStatus.LOOPED: WorkKind.LOOP,
    HopStatus.UNREACHED: WorkKind.UNREACHED,
    HopStatus.OVERDUE: WorkKind.OVERDUE,
    HopStatus.ESCALATED: WorkKind.OVERDUE,
    HopStatus.REQUESTED: WorkKind.WAITING,
    HopStatus.RUNNING: WorkKind.WAITING,
    HopStatus.SENT_BACK: WorkKind.WAITING,
    HopStatus.RETRACTED: WorkKind.WAITING,
    HopStatus.HELD: WorkKind.HELD,
})  # fmt: skip

FOR_A_PERSON = tuple(kind for kind in WorkKind if kind not in {WorkKind.WAITING, WorkKind.HELD, WorkKind.RESTING})
PLACES: Mapping[WorkKind, int] = MappingProxyType({kind: place for place, kind in enumerate(WorkKind)})
KEY_STEP = 10**16  # more microseconds than pass until the year 2286


def doubts(legs: Sequence[Leg]) -> tuple[str, ...]:
    """The hops whose answer counts although somebody says otherwise: one it names denies it, or one it denies insists.

    A provider that was named and finds no record contradicts whoever named it.
    """
    return tuple(leg.hop for leg in live(legs) if _is_doubtful(leg))


def _is_doubtful(leg: Leg) -> bool:
    if leg.status not in ANSWERED:
        return False
    return leg.claim is ClaimState.DISPUTED or (leg.status is HopStatus.NO_RECORD and leg.claim is ClaimState.ALLEGED)


def kind_of(
    status: TracebackStatus, legs: Sequence[Leg], *, is_reopened: bool, unsettled: Iterable[str], unread: Iterable[str]
) -> WorkKind:
    """The most urgent kind of work a traceback holds. unsettled, unread: doubts and providers' words that nobody looked at."""
    if status in {TracebackStatus.WITHDRAWN, TracebackStatus.MERGED}:
        return WorkKind.RESTING
    waited_for = waiting(legs)
    found = {_kind_of_wait(each.status, each.party) for each in waited_for}
    if is_reopened and status is TracebackStatus.OPEN:
        found.add(WorkKind.REOPENED)
    if any(True for _ in unsettled):
        found.add(WorkKind.DOUBTFUL)
    if any(True for _ in unread):
        found.add(WorkKind.WROTE)
    return min(found, key=PLACES.__getitem__, default=WorkKind.RESTING)


def _kind_of_wait(status: HopStatus, party: Party) -> WorkKind:
    """A named upstream that leads nowhere any more waits for staff under no status of its own."""
    return KIND_OF_STATUS.get(status, WorkKind.DEAD_END if party is Party.STAFF else WorkKind.WAITING)


def queue_key(kind: WorkKind, turn_at: datetime) -> int:
    """Where it stands in the queue: first by kind, then by the instant that presses: when it is due, or since when it is open."""
    return PLACES[kind] * KEY_STEP + int(turn_at.timestamp() * 1_000_000)
