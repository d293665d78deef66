"""Steps of the journal, each inside its caller's transaction; and a row read back as a case."""

import sqlite3
from datetime import datetime

from star57.agent.cases import AWAITS_PERSON, Case, CaseState, Option, Taken, ToSend, options_as_json, options_from_json
from star57.agent.policy import Proposal, WaitsFor
from star57.wire.messages import TracebackRequest, TracebackResponse

BY_POLICY = "policy"
WAITING = "('" + "', '".join(AWAITS_PERSON) + "')"
LATEST = "WHERE id = ? ORDER BY facts_version DESC, round DESC LIMIT 1"
_UNDER_WAY = "('proposed', 'refused', 'decided')"


class NoLongerWaiting(RuntimeError):
    """Somebody, or the hub, was faster: the case no longer waits for a person."""


def take(db: sqlite3.Connection, one: Taken, at: datetime) -> ToSend | None:
    request, instant = one.request, at.isoformat()
    _supersede(db, request, instant)
    number = db.execute(
        "INSERT INTO request (id, facts_version, round, asked_at, seen_at, body, state, waits_for, reason, proposed, options, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, 'proposed', ?, ?, ?, ?, ?)",
        (
            request.id, request.facts_version, one.round, request.asked_at.isoformat(), instant, request.model_dump_json(),
            *proposal_columns(one.proposal, one.options), instant,
        ),
    ).lastrowid  # fmt: skip
    if one.key is None or one.proposal.response is None or number is None:
        return None
    return decide(db, number, one.proposal.response, one.key, BY_POLICY, at)


def _supersede(db: sqlite3.Connection, request: TracebackRequest, instant: str) -> None:
    """Answers to facts that were corrected meanwhile must no longer leave."""
    older = f"id = ? AND state IN {_UNDER_WAY}"
    db.execute(
        "UPDATE answer SET ended_at = ?, refusal = 'the call facts were corrected' WHERE ended_at IS NULL"
        f" AND request IN (SELECT number FROM request WHERE {older})",
        (instant, request.id),
    )
    db.execute(f"UPDATE request SET state = 'superseded', changed_at = ? WHERE {older}", (instant, request.id))


def decide(db: sqlite3.Connection, number: int, response: TracebackResponse, key: str, by: str, at: datetime) -> ToSend:
    changed = db.execute(
        f"UPDATE request SET state = 'decided', changed_at = ? WHERE number = ? AND state IN {WAITING} RETURNING id",
        (at.isoformat(), number),
    ).fetchone()
    if changed is None:
        raise NoLongerWaiting("it no longer waits for a person: it was answered, closed or asked anew meanwhile")
    body = response.model_dump_json(exclude_none=True)
    db.execute(
        "INSERT INTO answer (key, request, body, decided_by, decided_at) VALUES (?, ?, ?, ?, ?)", (key, number, body, by, at.isoformat())
    )
    return ToSend(key, changed[0], number, body)


def proposal_columns(proposal: Proposal, options: tuple[Option, ...]) -> tuple[str | None, str, str | None, str]:
    response = proposal.response.model_dump_json(exclude_none=True) if proposal.response else None
    return proposal.waits_for, proposal.reason, response, options_as_json(options)


def case_in(row: sqlite3.Row) -> Case:
    return Case(
        number=row["number"],
        request=TracebackRequest.model_validate_json(row["body"]),
        round=row["round"],
        state=CaseState(row["state"]),
        seen_at=datetime.fromisoformat(row["seen_at"]),
        changed_at=datetime.fromisoformat(row["changed_at"]),
        waits_for=WaitsFor(row["waits_for"]) if row["waits_for"] else None,
        reason=row["reason"],
        proposed=TracebackResponse.model_validate_json(row["proposed"]) if row["proposed"] else None,
        options=options_from_json(row["options"]),
    )
