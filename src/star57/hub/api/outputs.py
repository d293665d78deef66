"""What the consortium's side of the API gives: tracebacks as programs read them."""

from pydantic import BaseModel

from star57.hub.domain.facts import ClaimState, HopStatus, Party
from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.reads.views import PathEnd, Station, TracebackRow
from star57.wire.answers import Answer, AnswerKind, CallEvidence
from star57.wire.messages import Receipt
from star57.wire.values import E164, Direction, Instant


class SaidOut(BaseModel):
    """Who at the provider gave an answer that staff entered, and when; mail is the text of the reply, if it came by mail."""

    by: str
    at: Instant
    mail: str


class AnswerOut(BaseModel):
    """One answer of one hop. said: of an answer given by telephone, letter or reply mail."""

    kind: AnswerKind | None
    words: str
    answer: Answer | None
    evidence: CallEvidence | None
    given_at: Instant
    given_how: str
    said: SaidOut | None
    is_late: bool
    stands: bool


class HopOut(BaseModel):
    """One provider's leg."""

    id: str
    downstream: str | None
    position: int
    provider: str | None
    name: str
    country: str
    status: HopStatus
    claim: ClaimState
    is_live: bool
    finding: str
    waits_for: Party
    asked_at: Instant | None
    received_at: Instant | None
    due_at: Instant | None
    answered_at: Instant | None
    is_late: bool
    answers: tuple[AnswerOut, ...]


class EndOut(BaseModel):
    """How a branch ends."""

    hop: str
    kind: str
    name: str
    country: str


class TracebackOut(BaseModel):
    """A traceback with its path."""

    id: str
    direction: Direction
    campaign: str
    called_number: E164
    calling_number: E164 | None
    call_at: Instant
    uncertainty_s: float
    call_id: str | None
    origid: str | None
    status: TracebackStatus
    outcome: Outcome | None
    needs_person: bool
    opened_at: Instant
    updated_at: Instant
    hops: tuple[HopOut, ...]
    ends: tuple[EndOut, ...]


class TracebackList(BaseModel):
    """A page of tracebacks; next is null at the end."""

    tracebacks: tuple[TracebackOut, ...]
    next: str | None


class Opened(BaseModel):
    """The id of what was made: a traceback, a contact, a provider."""

    id: str


class Changed(BaseModel):
    """What was changed; of a corrected traceback also the version of its call facts."""

    id: str
    facts_version: int | None = None


class BatchLine(BaseModel):
    """What became of one response of a batch."""

    request: str
    status: int
    receipt: Receipt | None
    problem: dict[str, str | int] | None


class BatchOut(BaseModel):
    """What became of a batch, in its order."""

    results: tuple[BatchLine, ...]


def hop_out(station: Station) -> HopOut:
    """A station for the API."""
    answers = tuple(
        AnswerOut(
            kind=given.answer.kind if given.answer else None,
            words=given.words,
            answer=given.answer,
            evidence=given.evidence,
            given_at=given.given_at,
            given_how=given.given_how,
            said=SaidOut(by=given.said.by, at=given.said.at, mail=given.said.mail) if given.said else None,
            is_late=given.is_late,
            stands=given.stands,
        )
        for given in station.answers
    )
    fields = {name: getattr(station, name) for name in HopOut.model_fields if name not in {"id", "answers"}}
    return HopOut(id=station.hop, answers=answers, **fields)


def end_out(end: PathEnd) -> EndOut:
    """An end for the API."""
    return EndOut(hop=end.hop, kind=end.kind, name=end.name, country=end.country)


def traceback_out(row: TracebackRow) -> TracebackOut:
    """A traceback for the API."""
    plain = ("id", "direction", "campaign", "called_number", "call_at", "uncertainty_s", "status", "outcome", "needs_person", "opened_at")
    return TracebackOut(
        calling_number=row.calling_number or None,
        call_id=row.call_id or None,
        origid=row.origid or None,
        updated_at=row.updated_at,
        hops=tuple(hop_out(station) for station in row.stations),
        ends=tuple(end_out(end) for end in row.ends),
        **{name: getattr(row, name) for name in plain},
    )
