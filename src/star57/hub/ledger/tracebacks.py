"""Writes tracebacks: opening, corrected call facts, withdrawal, reopening."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from star57.hub.domain.access import Actor
from star57.hub.domain.refusals import WrongState
from star57.hub.domain.tracing import TRACEBACK_STEPS, Outcome, TracebackFact, TracebackStatus
from star57.hub.ledger import rows, telling
from star57.hub.ledger.case import Case
from star57.hub.ledger.locking import finished
from star57.hub.ledger.together import together
from star57.hub.ledger.transactions import transaction
from star57.hub.ledger.wakeups import traceback_topic
from star57.hub.records.models import Campaign, Organisation, Traceback
from star57.proof.entries import instant
from star57.wire.values import Direction


@dataclass(frozen=True, slots=True)
class Call:
    """The call as it was reported: E.164 numbers ("" for a withheld one), aware UTC, seconds."""

    called_number: str
    calling_number: str
    call_at: datetime
    uncertainty_s: float
    call_id: str
    origid: str

    def columns(self) -> dict[str, Any]:
        """The traceback's columns."""
        return {name: getattr(self, name) for name in self.__slots__}

    def secret_texts(self) -> dict[str, str]:
        """What an entry only commits to."""
        return {"called_number": self.called_number, "calling_number": self.calling_number, "call_id": self.call_id}


@contextmanager
def new_case(
    call: Call, campaign: Campaign, source: Organisation | None, direction: Direction, *, actor: Actor, now: datetime
) -> Iterator[Case]:
    """Open a traceback; the caller opens its first hop inside."""
    with transaction(), together():
        traceback = Traceback(
            direction=direction.value,
            campaign=campaign,
            source=source,
            facts_version=1,
            opened_at=now,
            status=TRACEBACK_STEPS[None, TracebackFact.TRACEBACK_OPENED].value,
            outcome="",
            **call.columns(),
        )
        details = {"campaign": campaign.public_id, "direction": direction.value, "call_at": instant(call.call_at)}
        rows.create(
            traceback,
            "traceback",
            TracebackFact.TRACEBACK_OPENED.value,
            actor=actor,
            at=now,
            details=details,
            secret_texts=call.secret_texts(),
        )
        case = Case(traceback, {}, actor, now)
        yield case
        finished(case)


def correct_facts(case: Case, call: Call, reason: str) -> None:
    """Record corrected call facts; the caller tells the open hops. Raises WrongState for a traceback that is not open."""
    _status_after(case, TracebackFact.CALL_FACTS_CORRECTED)
    version = case.traceback.facts_version + 1
    rows.change(
        case.traceback,
        "traceback",
        TracebackFact.CALL_FACTS_CORRECTED.value,
        actor=case.actor,
        at=case.now,
        changes={**call.columns(), "facts_version": version},
        details={"facts_version": version, "call_at": instant(call.call_at)},
        secret_texts={**call.secret_texts(), "reason": reason},
    )
    case.topics.append(traceback_topic(case.traceback.public_id))


def withdrawn(case: Case, reason: str) -> None:
    """Record that staff took the traceback back."""
    changes = {"outcome": Outcome.WITHDRAWN.value, "ended_at": case.now}
    _staff_decision(case, TracebackFact.TRACEBACK_WITHDRAWN, changes, reason)


def reopened(case: Case, reason: str) -> None:
    """Record that staff took the traceback up again."""
    _staff_decision(case, TracebackFact.TRACEBACK_REOPENED, {"outcome": "", "ended_at": None, "reopened_at": case.now}, reason)


def _staff_decision(case: Case, fact: TracebackFact, changes: dict[str, Any], reason: str) -> None:
    status = _status_after(case, fact)
    entry = rows.change(
        case.traceback,
        "traceback",
        fact.value,
        actor=case.actor,
        at=case.now,
        changes={**changes, "status": status.value},
        secret_texts={"reason": reason},
    )
    telling.tell(fact.value, "", None, case.traceback, entry)
    case.topics.append(traceback_topic(case.traceback.public_id))


def _status_after(case: Case, fact: TracebackFact) -> TracebackStatus:
    status = TRACEBACK_STEPS.get((TracebackStatus(case.traceback.status), fact))
    if status is None:
        raise WrongState(
            "Traceback %(id)s is %(status)s: this cannot be done now.", id=case.traceback.public_id, status=case.traceback.status
        )
    return status
