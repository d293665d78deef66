"""The agent's own journal: what was asked, proposed, decided, sent. An answer is on the disk, with its key, before it is sent:
whoever kills the agent, at whatever instant, loses nothing and doubles nothing."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from star57.agent.answered import ANSWERED, Answered, answered_in
from star57.agent.cases import Case, CaseState, Option, Taken, ToSend
from star57.agent.journal_schema import opened
from star57.agent.journal_steps import BY_POLICY, LATEST, WAITING, NoLongerWaiting, case_in, decide, proposal_columns, take
from star57.agent.matching.sought import CLOCK_ALLOWANCE_S
from star57.agent.policy import Proposal
from star57.wire.messages import TracebackResponse

FIRM, LAZY = "FULL", "NORMAL"  # on the disk when the commit returns; safe from a kill, but not yet from a power cut

_MOST_STARTS = 5000
_STARTS = f"""
SELECT * FROM (
    SELECT coalesce(json_extract(asked.body, '$.call.handed_to.provider'), json_extract(asked.body, '$.call.handed_to.name'), '')
            AS neighbour,
        CASE WHEN json_extract(asked.body, '$.call.handed_to') IS NOT NULL THEN json_extract(asked.body, '$.call.handed_at')
            WHEN json_extract(asked.body, '$.call.uncertainty_s') <= {CLOCK_ALLOWANCE_S} THEN json_extract(asked.body, '$.call.call_at')
        END AS theirs,
        json_extract(answer.body, '$.evidence.started_at') AS ours, answer.decided_at
    FROM answer JOIN request AS asked ON asked.number = answer.request
    WHERE answer.receipt IS NOT NULL AND asked.state = 'sent'
        AND NOT EXISTS (SELECT 1 FROM request AS later WHERE later.id = asked.id AND later.number > asked.number)
    ORDER BY answer.rowid DESC LIMIT ?
) WHERE theirs IS NOT NULL AND ours IS NOT NULL
"""


class Standing(NamedTuple):
    """Where the latest case of a request stands."""

    number: int
    facts_version: int
    round: int
    state: CaseState
    changed_at: datetime


class Started(NamedTuple):
    """One call by two clocks, of an answer that stands: the downstream neighbour's and this carrier's own.

    neighbour "": none asked, it is the time of a complaint that is sure of it to some seconds.
    """

    neighbour: str
    theirs: datetime
    ours: datetime
    decided_at: datetime


class Journal:
    """One provider's journal. Any thread may call it; other processes may have it open at the same time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = opened(path)
        self._lock = RLock()

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # What stands

    def standing_of(self, request_id: str) -> Standing | None:
        row = self._one(
            f"SELECT number, facts_version, round, state, changed_at FROM request {LATEST}",
            request_id,
        )
        return None if row is None else Standing(row[0], row[1], row[2], CaseState(row[3]), datetime.fromisoformat(row[4]))

    def latest(self, request_id: str) -> Case | None:
        row = self._one(f"SELECT * FROM request {LATEST}", request_id)
        return None if row is None else case_in(row)

    def waiting(self) -> tuple[Case, ...]:
        """Cases that need a person, the oldest question first."""
        return tuple(map(case_in, self._all(f"SELECT * FROM request WHERE state IN {WAITING} ORDER BY asked_at, number")))

    def counts(self) -> dict[CaseState, int]:
        found = {CaseState(row[0]): row[1] for row in self._all("SELECT state, count(*) FROM request GROUP BY state")}
        return {state: found.get(state, 0) for state in CaseState}

    def to_send(self) -> tuple[ToSend, ...]:
        """Answers decided and not known to have arrived, the oldest first."""
        return tuple(
            ToSend(row[0], row[1], row[2], row[3])
            for row in self._all(
                "SELECT answer.key, request.id, request.number, answer.body FROM answer JOIN request ON request.number = answer.request"
                " WHERE answer.ended_at IS NULL ORDER BY answer.decided_at, answer.key"
            )
        )

    def answers(self, at_most: int, *, after: int) -> tuple[Answered, ...]:
        """What was decided, by a rule or a person, the newest first; `after` so many."""
        return tuple(map(answered_in, self._all(ANSWERED, at_most, after)))

    def is_to_send(self, key: str) -> bool:
        return self._one("SELECT 1 FROM answer WHERE key = ? AND ended_at IS NULL", key) is not None

    def change_mark(self) -> int:
        """A number that changes when another process has written to the journal."""
        with self._lock:
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def starts_compared(self) -> Iterator[Started]:
        """Of the newest answers that the hub took and has not asked about again."""
        rows = self._all(_STARTS, _MOST_STARTS)
        yield from (Started(row[0], *map(datetime.fromisoformat, row[1:])) for row in rows)

    # What happened

    def take(self, taken: Sequence[Taken], at: datetime) -> tuple[ToSend, ...]:
        """Write down requests with what was proposed; answers that leave by themselves are given back, safe to send."""
        with self._committed(FIRM) as db:
            return tuple(filter(None, [take(db, one, at) for one in taken]))

    def revise(self, number: int, proposal: Proposal, options: tuple[Option, ...], key: str | None, at: datetime) -> ToSend | None:
        """A later search of a case that still waits, untouched, found something else."""
        with self._committed(FIRM) as db:
            changed = db.execute(
                "UPDATE request SET waits_for = ?, reason = ?, proposed = ?, options = ?, changed_at = ?"
                " WHERE number = ? AND state = 'proposed'",
                (*proposal_columns(proposal, options), at.isoformat(), number),
            )
            if not changed.rowcount or key is None or proposal.response is None:
                return None
            return decide(db, number, proposal.response, key, BY_POLICY, at)

    def decide(self, case: Case, response: TracebackResponse, key: str, by: str, at: datetime) -> ToSend:
        """A person's decision about the case as it was seen. Raises NoLongerWaiting when it changed meanwhile in any way."""
        with self._committed(FIRM) as db:
            row = db.execute("SELECT changed_at FROM request WHERE number = ?", (case.number,)).fetchone()
            if row is None or row[0] != case.changed_at.isoformat():
                raise NoLongerWaiting(f"{case.request.id} changed while you looked at it: look again")
            return decide(db, case.number, response, key, by, at)

    def has_arrived(self, key: str, receipt: str, at: datetime) -> None:
        """Not synced: if a power cut loses it, the answer is sent again under its key and the hub gives the same receipt."""
        self._end(key, CaseState.SENT, at, receipt=receipt)

    def was_refused(self, key: str, reason: str, at: datetime) -> None:
        self._end(key, CaseState.REFUSED, at, refusal=reason)

    def is_gone(self, key: str, reason: str, at: datetime) -> None:
        """The hub no longer takes an answer to it: answered by other means, withdrawn."""
        self._end(key, CaseState.CLOSED, at, refusal=reason)

    def close_all_but(self, request_ids: Collection[str], before: datetime, at: datetime) -> tuple[str, ...]:
        """The hub was asked for everything open: what waits here since `before` and was not in the answer is closed."""
        with self._committed(LAZY) as db:
            rows = db.execute(f"SELECT number, id FROM request WHERE state IN {WAITING} AND changed_at < ?", (before.isoformat(),))
            gone = [(number, request_id) for number, request_id in rows if request_id not in request_ids]
            for number, _ in gone:
                db.execute("UPDATE request SET state = 'closed', changed_at = ? WHERE number = ?", (at.isoformat(), number))
            return tuple(request_id for _, request_id in gone)

    def _end(self, key: str, state: CaseState, at: datetime, *, receipt: str | None = None, refusal: str | None = None) -> None:
        with self._committed(LAZY) as db:
            db.execute(
                "UPDATE answer SET receipt = ?, refusal = coalesce(?, refusal), ended_at = ? WHERE key = ?",
                (receipt, refusal, at.isoformat(), key),
            )
            db.execute(
                "UPDATE request SET state = ?, reason = coalesce(?, reason), changed_at = ?"
                " WHERE state = 'decided' AND number = (SELECT request FROM answer WHERE key = ?)",
                (state, refusal, at.isoformat(), key),
            )

    def _one(self, query: str, *values: object) -> sqlite3.Row | None:
        with self._lock:
            row: sqlite3.Row | None = self._db.execute(query, values).fetchone()
            return row

    def _all(self, query: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def _committed(self, synchronous: str) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute(f"PRAGMA synchronous = {synchronous}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have rolled it back already
                    self._db.execute("ROLLBACK")
                raise
