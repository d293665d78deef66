"""What the hops of one traceback add up to: outcome, who is waited for, the line a hop stands on, loops. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from star57.hub.domain.facts import ClaimState, HopFact, HopStatus, Party
from star57.hub.domain.lifecycle import WAITS_FOR

MAX_HOPS = 25


class Outcome(StrEnum):
    """How a traceback ended. The order is the precedence where branches ended differently."""

    ORIGINATOR_IDENTIFIED = "originator_identified"
    POINT_OF_ENTRY_IDENTIFIED = "point_of_entry_identified"
    NON_RESPONSIVE = "non_responsive"
    DECLINED = "declined"
    NO_RECORD = "no_record"
    WITHDRAWN = "withdrawn"


class TracebackFact(StrEnum):
    """What can happen to a traceback as a whole."""

    TRACEBACK_OPENED = "traceback_opened"
    CALL_FACTS_CORRECTED = "call_facts_corrected"
    OUTCOME_REACHED = "outcome_reached"
    TRACEBACK_REOPENED = "traceback_reopened"
    TRACEBACK_WITHDRAWN = "traceback_withdrawn"
    TRACEBACK_MERGED = "traceback_merged"
    TRACEBACK_UNMERGED = "traceback_unmerged"
    DUPLICATE_TAKEN_IN = "duplicate_taken_in"
    DUPLICATE_LET_GO = "duplicate_let_go"
    TRACEBACK_ASSIGNED = "traceback_assigned"
    TAGS_CHANGED = "tags_changed"
    NOTE_WRITTEN = "note_written"
    TRACEBACK_REVIEWED = "traceback_reviewed"


class TracebackStatus(StrEnum):
    """Whether somebody is waited for."""

    OPEN = "open"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


DESK_FACTS = (
    TracebackFact.DUPLICATE_TAKEN_IN,
    TracebackFact.DUPLICATE_LET_GO,
    TracebackFact.TRACEBACK_ASSIGNED,
    TracebackFact.TAGS_CHANGED,
    TracebackFact.NOTE_WRITTEN,
    TracebackFact.TRACEBACK_REVIEWED,
)
"""What analysts note about a traceback: possible in every status, and changing none."""

TRACEBACK_STEPS: Mapping[tuple[TracebackStatus | None, TracebackFact], TracebackStatus] = MappingProxyType({
    (None, TracebackFact.TRACEBACK_OPENED): TracebackStatus.OPEN,
    (TracebackStatus.OPEN, TracebackFact.CALL_FACTS_CORRECTED): TracebackStatus.OPEN,
    (TracebackStatus.OPEN, TracebackFact.OUTCOME_REACHED): TracebackStatus.ENDED,
    (TracebackStatus.OPEN, TracebackFact.TRACEBACK_WITHDRAWN): TracebackStatus.WITHDRAWN,
    (TracebackStatus.ENDED, TracebackFact.TRACEBACK_REOPENED): TracebackStatus.OPEN,
    (TracebackStatus.WITHDRAWN, TracebackFact.TRACEBACK_REOPENED): TracebackStatus.OPEN,
    (TracebackStatus.OPEN, TracebackFact.TRACEBACK_MERGED): TracebackStatus.MERGED,
    (TracebackStatus.ENDED, TracebackFact.TRACEBACK_MERGED): TracebackStatus.MERGED,
    (TracebackStatus.MERGED, TracebackFact.TRACEBACK_UNMERGED): TracebackStatus.OPEN,
    **{(status, fact): status for status in TracebackStatus for fact in DESK_FACTS},
})  # fmt: skip

LEAF_OUTCOME: Mapping[HopStatus, Outcome] = MappingProxyType({
    HopStatus.CUSTOMER_NAMED: Outcome.ORIGINATOR_IDENTIFIED,
    HopStatus.FOREIGN_UPSTREAM_NAMED: Outcome.POINT_OF_ENTRY_IDENTIFIED,
    HopStatus.NON_RESPONSIVE: Outcome.NON_RESPONSIVE,
    HopStatus.DECLINED: Outcome.DECLINED,
    HopStatus.NO_RECORD: Outcome.NO_RECORD,
    HopStatus.WITHDRAWN: Outcome.WITHDRAWN,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leg:
    """One hop as this module needs it. provider is None while nobody knows who was named."""

    hop: str
    downstream: str | None
    provider: str | None
    status: HopStatus
    claim: ClaimState


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who must act on which hop, and why (the hop's status)."""

    hop: str
    provider: str | None
    party: Party
    status: HopStatus


def live(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The legs whose claim still stands, in the order given."""
    return tuple(leg for leg in legs if leg.claim is not ClaimState.RETRACTED)


def leaves(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The live legs that have no live leg upstream of them."""
    standing = live(legs)
    named_from = {leg.downstream for leg in standing}
    return tuple(leg for leg in standing if leg.hop not in named_from)


def waiting(legs: Sequence[Leg]) -> tuple[Waiting, ...]:
    """Everybody who is waited for: every open live leg, and every named upstream that leads nowhere any more."""
    ends = {leg.hop for leg in leaves(legs)}
    found = []
    for leg in live(legs):
        party = WAITS_FOR[leg.status]
        if party is Party.NOBODY and leg.hop in ends and leg.status not in LEAF_OUTCOME:
            party = Party.STAFF
        if party is not Party.NOBODY:
            found.append(Waiting(leg.hop, leg.provider, party, leg.status))
    return tuple(found)


def outcome(legs: Sequence[Leg]) -> Outcome | None:
    """What the hops prove together; None while anybody is waited for."""
    if not legs or waiting(legs):
        return None
    found = {LEAF_OUTCOME[leg.status] for leg in leaves(legs)}
    if any(leg.status is HopStatus.FOREIGN_UPSTREAM_NAMED for leg in live(legs)):
        found.add(Outcome.POINT_OF_ENTRY_IDENTIFIED)
    return next((each for each in Outcome if each in found), Outcome.WITHDRAWN)


def line_of(legs: Sequence[Leg], hop: str | None) -> tuple[Leg, ...]:
    """The legs from the terminating provider to this hop, downstream first."""
    by_id = {leg.hop: leg for leg in legs}
    line: list[Leg] = []
    while hop is not None:
        line.append(by_id[hop])
        hop = by_id[hop].downstream
    return tuple(reversed(line))


def asking_fact(legs: Sequence[Leg], named_by: str | None, provider: str | None) -> HopFact:
    """How a newly named provider's hop begins.

    A provider named again on its own line is asked once more and told what is known; after that an analyst decides. A line never
    exceeds MAX_HOPS.
    """
    line = line_of(legs, named_by)
    providers = [leg.provider for leg in line]
    if len(legs) >= MAX_HOPS:
        return HopFact.HOP_LIMIT_REACHED
    if provider is None:
        return HopFact.UNKNOWN_PROVIDER_NAMED
    if provider not in providers:
        return HopFact.PROVIDER_ASKED
    asked_twice = len(providers) > len(set(providers))
    return HopFact.LOOP_FOUND if asked_twice else HopFact.PROVIDER_NAMED_AGAIN


def may_be_asked(legs: Sequence[Leg], hop: str) -> bool:
    """Whether staff may have a hop asked after all: it lies within MAX_HOPS, and somebody knows who it is."""
    within = legs[:MAX_HOPS]
    return any(leg.hop == hop and leg.provider is not None for leg in within)


def reopening_fact(legs: Sequence[Leg], hop: str) -> HopFact | None:
    """How an ended hop begins again; None when whoever named it has taken that back, so that nothing is left to ask."""
    leg = next(each for each in legs if each.hop == hop)
    if leg.claim is ClaimState.RETRACTED:
        return None
    if leg.provider is None:
        return HopFact.UNKNOWN_PROVIDER_NAMED
    return HopFact.HOP_REOPENED if may_be_asked(legs, hop) else HopFact.HOP_LIMIT_REACHED
