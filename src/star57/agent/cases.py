"""What the journal holds of one request: its state, the answer proposed, and the calls a person may choose from. Values only."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from star57.agent.policy import Proposal, WaitsFor
from star57.wire.messages import TracebackRequest, TracebackResponse


class CaseState(StrEnum):
    PROPOSED = "proposed"  # waits for a person
    DECIDED = "decided"  # the answer is fixed and on its way, perhaps already there
    SENT = "sent"  # the hub's receipt is here
    REFUSED = "refused"  # the hub refused the answer: a person must look
    SUPERSEDED = "superseded"  # the call facts were corrected
    CLOSED = "closed"  # the hub no longer asks


AWAITS_PERSON = (CaseState.PROPOSED, CaseState.REFUSED)


@dataclass(frozen=True, slots=True)
class Marks:
    """How the matching graded one call, and its numbers as the switch wrote them."""

    tier: str  # Tier's name, in small letters
    off_s: float  # seconds from the time asked
    called: str
    calling: str
    egress: str
    is_strong: bool
    is_contradicted: bool
    called_written: str
    calling_written: str
    duration_s: float


@dataclass(frozen=True, slots=True)
class Option:
    """One call in the carrier's own records, as a person is shown it; `response` is what choosing it would send."""

    started_at: str  # RFC 3339, UTC
    came_from: str
    reasons: tuple[str, ...]
    origins: tuple[str, ...]  # "file:line" of its records
    response: str | None  # TracebackResponse as JSON; None when no trunk rule names who handed it over
    marks: Marks | None = None  # None: written down by a release that kept none


@dataclass(frozen=True, slots=True)
class Taken:
    """A request searched and judged, ready to be written down; `key` when its answer leaves by itself."""

    request: TracebackRequest
    round: int
    proposal: Proposal
    options: tuple[Option, ...]
    key: str | None


@dataclass(frozen=True, slots=True)
class ToSend:
    """An answer that must reach the hub, under the key it was written down with."""

    key: str
    request_id: str
    number: int  # the case's, in this journal
    body: str


@dataclass(frozen=True, slots=True)
class Case:
    """One request as the journal shows it."""

    number: int
    request: TracebackRequest
    round: int
    state: CaseState
    seen_at: datetime
    changed_at: datetime
    waits_for: WaitsFor | None
    reason: str
    proposed: TracebackResponse | None
    options: tuple[Option, ...]


_OPTIONS = TypeAdapter(tuple[Option, ...])


def options_as_json(options: tuple[Option, ...]) -> str:
    return _OPTIONS.dump_json(options).decode()


def options_from_json(text: str) -> tuple[Option, ...]:
    return tuple(map(_option, json.loads(text)))


def _option(row: dict[str, Any]) -> Option:
    marks = Marks(**row["marks"]) if row.get("marks") else None
    return Option(row["started_at"], row["came_from"], tuple(row["reasons"]), tuple(row["origins"]), row["response"], marks)
