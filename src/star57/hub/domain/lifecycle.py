"""The life of one hop as a table: HOP_STEPS[(status, fact)] -> Step. A pair that is absent is refused.

Sources: 47 CFR 64.1200(n)(1) for the clock; everything else is the consortium's practice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from star57.hub.domain.facts import ClaimState, Effect, HopFact, HopStatus, Party


@dataclass(frozen=True, slots=True)
class Step:
    """Where a fact leads and what goes with it."""

    to: HopStatus
    effects: tuple[Effect, ...]


class WrongStep(Exception):
    """The fact cannot happen to a hop in this status."""

    def __init__(self, status: HopStatus | None, fact: HopFact) -> None:
        self.status, self.fact = status, fact
        super().__init__(f"{fact.value} cannot happen while the hop is {status.value if status else 'not there yet'}")


S, F, E = HopStatus, HopFact, Effect
STAYS = None  # in ROWS: the status does not change

ASKED = frozenset({S.REQUESTED, S.RUNNING, S.SENT_BACK, S.OVERDUE, S.ESCALATED, S.LAPSED})
NAMED = frozenset({S.UPSTREAM_NAMED, S.RESELLER_NAMED, S.FOREIGN_UPSTREAM_NAMED, S.OTHER_SERVER_NAMED, S.CUSTOMER_NAMED})
ANSWERED = NAMED | {S.NO_RECORD, S.DECLINED}
ENDED = frozenset({S.NON_RESPONSIVE, S.WITHDRAWN})
OPEN = frozenset(S) - ANSWERED - ENDED
TIMED = ASKED - {S.REQUESTED}
TAKES_ANSWER = ASKED | {S.UNREACHED, S.DISPUTED, S.RETRACTED, S.NON_RESPONSIVE}

ANSWER_ENDS: Mapping[HopFact, tuple[HopStatus, tuple[Effect, ...]]] = MappingProxyType({
    F.UPSTREAM_NAMED: (S.UPSTREAM_NAMED, (E.STOP_CLOCK, E.OPEN_NEXT_HOP)),
    F.RESELLER_NAMED: (S.RESELLER_NAMED, (E.STOP_CLOCK, E.OPEN_NEXT_HOP)),
    F.FOREIGN_UPSTREAM_NAMED: (S.FOREIGN_UPSTREAM_NAMED, (E.STOP_CLOCK, E.OPEN_NEXT_HOP)),
    F.OTHER_SERVER_NAMED: (S.OTHER_SERVER_NAMED, (E.STOP_CLOCK, E.OPEN_NEXT_HOP)),
    F.CUSTOMER_NAMED: (S.CUSTOMER_NAMED, (E.STOP_CLOCK,)),
    F.NO_RECORD_FOUND: (S.NO_RECORD, (E.STOP_CLOCK, E.TELL_STAFF)),
    F.RECORDS_EXPIRED: (S.NO_RECORD, (E.STOP_CLOCK, E.TELL_STAFF)),
    F.ANSWER_DECLINED: (S.DECLINED, (E.STOP_CLOCK, E.TELL_STAFF)),
})  # fmt: skip

FIRST_STEPS: Mapping[HopFact, Step] = MappingProxyType({
    F.PROVIDER_ASKED: Step(S.REQUESTED, (E.TELL_PROVIDER,)),
    F.CAP_REACHED: Step(S.HELD, ()),
    F.UNKNOWN_PROVIDER_NAMED: Step(S.UNIDENTIFIED, (E.TELL_STAFF,)),
    F.PROVIDER_NAMED_AGAIN: Step(S.REQUESTED, (E.TELL_PROVIDER, E.TELL_STAFF)),
    F.LOOP_FOUND: Step(S.LOOPED, (E.TELL_STAFF,)),
    F.HOP_LIMIT_REACHED: Step(S.LOOPED, (E.TELL_STAFF,)),
})  # fmt: skip

Row = tuple[Iterable[HopStatus], HopFact, HopStatus | None, tuple[Effect, ...]]

ROWS: tuple[Row, ...] = (
    # asking
    ({S.HELD}, F.CAP_LIFTED, S.REQUESTED, (E.TELL_PROVIDER,)),
    ({S.UNIDENTIFIED}, F.PROVIDER_IDENTIFIED, S.REQUESTED, (E.TELL_PROVIDER,)),
    ({S.UNIDENTIFIED}, F.CAP_REACHED, S.HELD, ()),
    ({S.UNIDENTIFIED}, F.LOOP_FOUND, S.LOOPED, (E.TELL_STAFF,)),
    ({S.UNIDENTIFIED}, F.HOP_LIMIT_REACHED, S.LOOPED, (E.TELL_STAFF,)),
    ({S.REQUESTED}, F.REQUEST_RECEIVED, S.RUNNING, (E.START_CLOCK,)),
    ({S.REQUESTED, S.RUNNING, S.ESCALATED}, F.NOTICE_BOUNCED, S.UNREACHED, (E.CLEAR_CLOCK, E.TELL_STAFF)),
    ({S.UNREACHED}, F.CONTACT_REPLACED, S.REQUESTED, (E.TELL_PROVIDER,)),
    ({S.UNREACHED}, F.REQUEST_RECEIVED, S.RUNNING, (E.START_CLOCK,)),
    (frozenset(S) - {S.HELD, S.UNIDENTIFIED, S.LOOPED}, F.NOTICE_ACCEPTED, STAYS, ()),
    (frozenset(S) - {S.HELD, S.UNIDENTIFIED, S.LOOPED}, F.NOTICE_FAILED, STAYS, (E.TELL_STAFF,)),
    # what provider and staff write to each other; more time moves our own follow-ups, never the legal due time
    (ASKED | ANSWERED | ENDED | {S.UNREACHED, S.DISPUTED, S.RETRACTED}, F.PROVIDER_WROTE, STAYS, (E.TELL_STAFF,)),
    (ASKED | ANSWERED | ENDED | {S.UNREACHED, S.DISPUTED, S.RETRACTED}, F.STAFF_WROTE, STAYS, (E.TELL_PROVIDER,)),
    (TIMED, F.MORE_TIME_ASKED, STAYS, (E.TELL_STAFF,)),
    (TIMED - {S.SENT_BACK}, F.MORE_TIME_GRANTED, S.RUNNING, (E.TELL_PROVIDER,)),
    ({S.SENT_BACK}, F.MORE_TIME_GRANTED, STAYS, (E.TELL_PROVIDER,)),
    (TIMED, F.MORE_TIME_REFUSED, STAYS, (E.TELL_PROVIDER,)),
    (ASKED | {S.UNREACHED}, F.HANDED_OVER, STAYS, (E.TELL_PROVIDER,)),  # to an affiliate; the clock stands as it stood
    # the clock
    ({S.RUNNING}, F.REMINDER_SENT, S.RUNNING, (E.TELL_PROVIDER,)),
    ({S.SENT_BACK}, F.REMINDER_SENT, S.SENT_BACK, (E.TELL_PROVIDER,)),
    ({S.OVERDUE, S.ESCALATED, S.LAPSED}, F.REMINDER_SENT, STAYS, (E.TELL_PROVIDER,)),
    ({S.RUNNING, S.SENT_BACK}, F.DEADLINE_PASSED, S.OVERDUE, (E.TELL_PROVIDER, E.TELL_STAFF)),
    ({S.RUNNING, S.OVERDUE, S.ESCALATED, S.LAPSED}, F.OUTAGE_CREDITED, S.RUNNING, (E.EXTEND_CLOCK,)),
    ({S.SENT_BACK}, F.OUTAGE_CREDITED, S.SENT_BACK, (E.EXTEND_CLOCK,)),
    (ANSWERED, F.LATE_ANSWER_EXCUSED, STAYS, ()),
    ({S.OVERDUE}, F.REQUEST_ESCALATED, S.ESCALATED, (E.TELL_PROVIDER, E.TELL_STAFF)),
    ({S.ESCALATED}, F.ESCALATION_LAPSED, S.LAPSED, (E.TELL_STAFF,)),
    ({S.LAPSED}, F.NON_RESPONSE_CONFIRMED, S.NON_RESPONSIVE, (E.STOP_CLOCK, E.TELL_PROVIDER)),
    # answers, in time or late; a late one reopens the traceback
    *((TAKES_ANSWER, fact, to, effects) for fact, (to, effects) in ANSWER_ENDS.items()),
    (ANSWERED, F.SECOND_ANSWER_KEPT, STAYS, ()),
    (ANSWERED, F.ANSWER_RETRACTED, S.RETRACTED, ()),
    (ANSWERED, F.ANSWER_SENT_BACK, S.SENT_BACK, (E.CLEAR_CLOCK, E.START_CLOCK, E.TELL_PROVIDER)),
    (NAMED, F.ANSWER_CONTESTED, STAYS, (E.TELL_PROVIDER,)),
    # the downstream neighbour's claim about this hop
    (ASKED | {S.UNREACHED}, F.CLAIM_DISPUTED, S.DISPUTED, (E.STOP_CLOCK, E.CONTEST_DOWNSTREAM, E.TELL_STAFF)),
    (ANSWERED | {S.NON_RESPONSIVE}, F.CLAIM_DISPUTED, STAYS, (E.CONTEST_DOWNSTREAM, E.TELL_STAFF)),
    (ASKED | ANSWERED | {S.UNREACHED, S.NON_RESPONSIVE}, F.CLAIM_CONFIRMED, STAYS, ()),
    ({S.DISPUTED}, F.CLAIM_CONFIRMED, S.REQUESTED, (E.CLEAR_CLOCK, E.TELL_PROVIDER)),
    ({S.DISPUTED}, F.DISPUTE_UPHELD, S.WITHDRAWN, (E.STOP_CLOCK, E.RETRACT_BRANCH, E.SEND_BACK_DOWNSTREAM, E.TELL_PROVIDER)),
    ({S.DISPUTED}, F.DISPUTE_REJECTED, S.REQUESTED, (E.CLEAR_CLOCK, E.TELL_PROVIDER)),
    (OPEN, F.CLAIM_RETRACTED, S.WITHDRAWN, (E.STOP_CLOCK, E.RETRACT_BRANCH, E.TELL_PROVIDER)),
    (ANSWERED | ENDED, F.CLAIM_RETRACTED, S.WITHDRAWN, (E.RETRACT_BRANCH,)),
    # staff
    (ASKED | {S.DISPUTED, S.RETRACTED}, F.FACTS_CORRECTED, S.REQUESTED, (E.CLEAR_CLOCK, E.TELL_PROVIDER)),
    ({S.NO_RECORD}, F.FACTS_CORRECTED, S.REQUESTED, (E.CLEAR_CLOCK, E.TELL_PROVIDER)),
    ({S.HELD, S.UNIDENTIFIED, S.UNREACHED, S.LOOPED}, F.FACTS_CORRECTED, STAYS, ()),
    ({S.LOOPED}, F.LOOP_OVERRULED, S.REQUESTED, (E.TELL_PROVIDER,)),
    (OPEN, F.HOP_WITHDRAWN, S.WITHDRAWN, (E.STOP_CLOCK, E.TELL_PROVIDER)),
    ({S.NON_RESPONSIVE, S.DECLINED, S.NO_RECORD}, F.HOP_REOPENED, S.REQUESTED, (E.CLEAR_CLOCK, E.TELL_PROVIDER)),
    ({S.WITHDRAWN}, F.HOP_REOPENED, S.REQUESTED, (E.CLEAR_CLOCK, E.TELL_PROVIDER)),
    ({S.WITHDRAWN}, F.UNKNOWN_PROVIDER_NAMED, S.UNIDENTIFIED, (E.TELL_STAFF,)),
    ({S.WITHDRAWN}, F.HOP_LIMIT_REACHED, S.LOOPED, (E.TELL_STAFF,)),
)


def _table() -> Mapping[tuple[HopStatus, HopFact], Step]:
    table: dict[tuple[HopStatus, HopFact], Step] = {}
    for statuses, fact, to, effects in ROWS:
        for status in statuses:
            if (status, fact) in table:
                raise ValueError(f"two rows for {status}, {fact}")
            table[status, fact] = Step(to or status, effects)
    return MappingProxyType(table)


HOP_STEPS = _table()

WAITS_FOR: Mapping[HopStatus, Party] = MappingProxyType({
    S.HELD: Party.CLOCK,
    S.UNIDENTIFIED: Party.STAFF,
    S.REQUESTED: Party.PROVIDER,
    S.UNREACHED: Party.STAFF,
    S.RUNNING: Party.PROVIDER,
    S.SENT_BACK: Party.PROVIDER,
    S.OVERDUE: Party.CLOCK,
    S.ESCALATED: Party.CLOCK,
    S.LAPSED: Party.STAFF,
    S.DISPUTED: Party.STAFF,
    S.LOOPED: Party.STAFF,
    S.RETRACTED: Party.PROVIDER,
    **dict.fromkeys(ANSWERED | ENDED, Party.NOBODY),
})  # fmt: skip

CLAIM_AFTER: Mapping[HopFact, ClaimState] = MappingProxyType({
    F.CLAIM_DISPUTED: ClaimState.DISPUTED,
    F.CLAIM_CONFIRMED: ClaimState.CONFIRMED,
    F.CLAIM_RETRACTED: ClaimState.RETRACTED,
    F.DISPUTE_UPHELD: ClaimState.RETRACTED,
    F.DISPUTE_REJECTED: ClaimState.ALLEGED,
    F.UPSTREAM_NAMED: ClaimState.CONFIRMED,
    F.RESELLER_NAMED: ClaimState.CONFIRMED,
    F.FOREIGN_UPSTREAM_NAMED: ClaimState.CONFIRMED,
    F.CUSTOMER_NAMED: ClaimState.CONFIRMED,
})  # fmt: skip

WORD_WAITS_AFTER: Mapping[HopFact, bool] = MappingProxyType(
    {
        F.PROVIDER_WROTE: True,
        F.MORE_TIME_ASKED: True,
        F.STAFF_WROTE: False,
        F.MORE_TIME_GRANTED: False,
        F.MORE_TIME_REFUSED: False,
    }
)  # whether the provider waits for a word of staff; what a machine sent by itself waits for none


def step(status: HopStatus | None, fact: HopFact) -> Step:
    """The step a fact leads to. status None: the hop is made by this fact. Raises WrongStep when the table has no row."""
    found = FIRST_STEPS.get(fact) if status is None else HOP_STEPS.get((status, fact))
    if found is None:
        raise WrongStep(status, fact)
    return found
