"""Stations for path drawings, with everything but what matters filled in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from star57.hub.domain.facts import ClaimState, HopStatus
from star57.hub.domain.lifecycle import WAITS_FOR
from star57.hub.reads.views import GivenAnswer, PathEnd, Station
from star57.wire.answers import Answer, CallEvidence, Declined, OwnCustomer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def answered(**evidence: Any) -> GivenAnswer:
    return _given(Declined.model_validate({"kind": "declined", "reason": "a reason that is long enough"}), evidence)


def named_its_customer(kind: str, action: str) -> GivenAnswer:
    customer = {"name": "Quick Reach", "kind": kind}
    return _given(OwnCustomer.model_validate({"kind": "own_customer", "customer": customer, "action_taken": action}), {})


def _given(answer: Answer, evidence: Mapping[str, Any]) -> GivenAnswer:
    carried = CallEvidence(**evidence) if evidence else None
    return GivenAnswer(answer, "", carried, None, "", NOW, "agent", "api", False, True, True)


def station(
    name: str, downstream: str | None, status: HopStatus, claim: ClaimState, *answers: GivenAnswer, due_at: datetime | None = None
) -> Station:
    return Station(
        hop=f"R-{name}", downstream=f"R-{downstream}" if downstream else None, position=1, provider=name, name=name, country="US",
        status=status, status_words=status.value, finding="", claim=claim, is_live=claim is not ClaimState.RETRACTED,
        waits_for=WAITS_FOR[status], asked_at=NOW, received_at=NOW, due_at=due_at, zone="America/New_York",
        answered_at=NOW if answers else None, is_late=False, wrote_at=None, answers=answers,
    )  # fmt: skip


def end(name: str, kind: str, who: str = "", country: str = "") -> PathEnd:
    return PathEnd(f"R-{name}", kind, who, country, "")
