"""Let time pass: remind, find overdue, escalate, find the escalation lapsed. Each due hop is judged once, however many clocks run."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.follow_ups import STANDARD, FollowUpKind, follow_ups_for
from star57.hub.domain.jurisdictions import jurisdiction_under
from star57.hub.ledger import clocks
from star57.hub.ledger.asking import has_room
from star57.hub.ledger.case import Case, HopRow
from star57.hub.ledger.due import held_hops
from star57.hub.ledger.locking import case_of_hop
from star57.hub.ledger.many_cases import cases_of_due_hops
from star57.hub.usecases.permission import permit

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many hops each fact befell."""

    facts: Mapping[HopFact, int]


def pass_deadline(*, actor: Actor, hop: str, now: datetime) -> HopFact | None:
    """Judge one hop at this instant; None when nothing is due any more."""
    permit(actor, Action.PASS_TIME)
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        return _judge(case, row, now)


def _pass_due(actor: Actor, now: datetime, limit: int, judged: set[str]) -> Counter[HopFact]:
    """Judge up to limit due hops that were not judged before, in one transaction. What somebody else is changing now is left for later."""
    with cases_of_due_hops(limit, judged, actor=actor, now=now) as cases:
        facts = {row.public_id: _judge(case, row, now) for case, found in cases for row in found}
    judged.update(facts)
    return Counter(fact for fact in facts.values() if fact)


def _judge(case: Case, row: HopRow, now: datetime) -> HopFact | None:
    judge = DUE_FACT.get(HopStatus(row.status))
    fact = judge(row, now) if judge and row.wakes_at and row.wakes_at <= now else None
    if fact is not None:
        case.record(row, fact, changes={"wakes_at": clocks.next_wake(row, fact)})
    return fact


def tick(*, actor: Actor, now: datetime, limit: int) -> Ticked:
    """Judge up to limit due hops, and ask those that a weekly cap held back and has room for now, harm first."""
    permit(actor, Action.PASS_TIME)
    counts: Counter[HopFact] = Counter()
    judged: set[str] = set()  # each once, though more may have come due for it
    while len(judged) < limit:
        before = len(judged)
        counts += _pass_due(actor, now, min(AT_ONCE, limit - before), judged)
        if len(judged) == before:
            break
    lifted = _lift_caps(actor, now, limit)
    if lifted:
        counts[HopFact.CAP_LIFTED] = lifted
    return Ticked(MappingProxyType(counts))


def _lift_caps(actor: Actor, now: datetime, limit: int) -> int:
    """Ask what was held back, harm first; a provider without room does not keep others waiting."""
    full: set[str] = set()
    lifted = 0
    for hop, provider in held_hops():
        if provider not in full and lifted < limit:
            if _lift_cap(actor, hop, now):
                lifted += 1
            else:
                full.add(provider)
    return lifted


def _lift_cap(actor: Actor, hop: str, now: datetime) -> bool:
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        if row.status != HopStatus.HELD.value or row.provider is None or not has_room(row.provider, now):
            return False
        case.record(row, HopFact.CAP_LIFTED)
        return True


def _running(row: HopRow, now: datetime) -> HopFact | None:
    followed_to = row.extended_to or row.due_at
    if followed_to and now > followed_to:
        return HopFact.DEADLINE_PASSED
    return HopFact.REMINDER_SENT if _has_come(row, FollowUpKind.REMINDER, now) and followed_to != now else None


def _overdue(row: HopRow, now: datetime) -> HopFact | None:
    return HopFact.REQUEST_ESCALATED if _has_come(row, FollowUpKind.ESCALATION, now) else None


def _escalated(row: HopRow, now: datetime) -> HopFact | None:
    return HopFact.ESCALATION_LAPSED if _has_come(row, FollowUpKind.LAPSE, now) else None


DUE_FACT: Mapping[HopStatus, Callable[[HopRow, datetime], HopFact | None]] = MappingProxyType({
    HopStatus.RUNNING: _running,
    HopStatus.SENT_BACK: _running,
    HopStatus.OVERDUE: _overdue,
    HopStatus.ESCALATED: _escalated,
})  # fmt: skip


def _has_come(row: HopRow, kind: FollowUpKind, now: datetime) -> bool:
    deadline = clocks.followed_deadline(row)
    rule = jurisdiction_under(row.clock_rule, row.clock_version)
    return any(each.kind is kind and each.at <= now for each in follow_ups_for(deadline, policy=STANDARD, jurisdiction=rule))
