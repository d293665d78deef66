"""What the journal holds of one answer: what was asked and said, when, by which rule or whom, and what became of it. Values only."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from star57.agent.cases import CaseState
from star57.wire.messages import Receipt, TracebackRequest, TracebackResponse

ANSWERED = (
    "SELECT request.body AS asked, request.state, request.reason, answer.body AS said, answer.decided_by, answer.decided_at,"
    " answer.receipt, answer.refusal FROM answer JOIN request ON request.number = answer.request"
    " ORDER BY answer.decided_at DESC, answer.key LIMIT ? OFFSET ?"
)


@dataclass(frozen=True, slots=True)
class Answered:
    """`decided_by`: "policy", or a person's name. `reason`: the rule it left by, or why it had waited. `receipt`: the hub's."""

    request: TracebackRequest
    response: TracebackResponse
    state: CaseState
    decided_by: str
    decided_at: datetime
    reason: str
    receipt: Receipt | None
    refusal: str | None


def answered_in(row: sqlite3.Row) -> Answered:
    return Answered(
        request=TracebackRequest.model_validate_json(row["asked"]),
        response=TracebackResponse.model_validate_json(row["said"]),
        state=CaseState(row["state"]),
        decided_by=row["decided_by"],
        decided_at=datetime.fromisoformat(row["decided_at"]),
        reason=row["reason"],
        receipt=Receipt.model_validate_json(row["receipt"]) if row["receipt"] else None,
        refusal=row["refusal"],
    )
