"""What the consortium's side of the API takes and gives. The provider's side speaks the wire's own messages."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from star57.hub.domain.facts import ClaimState, HopStatus, Party
from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.reads.views import PathEnd, Station, TracebackRow
from star57.hub.usecases.enter_answer import Channel
from star57.wire.answers import Answer, AnswerKind, CallEvidence
from star57.wire.messages import Receipt, TracebackResponse
from star57.wire.values import E164, Direction, Instant, PublicId


class Body(BaseModel):
    """What is sent to us: an unknown field is a mistake and is named."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class CampaignIn(Body):
    """A campaign by its words; the same words are the same campaign. harm_rank 0 is the gravest harm."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    why_suspicious: Annotated[str, Field(min_length=1, max_length=10_000)]
    transcript: Annotated[str, Field(max_length=10_000)] = ""
    harm_rank: Annotated[int, Field(ge=0, le=9)] = 5


class CallIn(Body):
    """The call as it was reported."""

    called_number: Annotated[str, Field(max_length=100)]
    calling_number: Annotated[str, Field(max_length=100)] | None = Field(description="null when it was withheld")
    call_at: Instant
    uncertainty_s: Annotated[float, Field(ge=0, le=86_400)] = 120
    call_id: Annotated[str, Field(max_length=300)] | None = None
    origid: Annotated[str, Field(max_length=100)] | None = None


class TracebackIn(CallIn):
    """A traceback to open: name a campaign by campaign_id or by its words."""

    terminating: PublicId = Field(description="registry id of the provider that served the called number")
    campaign: CampaignIn | None = None
    campaign_id: PublicId | None = None
    direction: Direction = Direction.UPSTREAM


class CorrectionIn(Body):
    """Corrected call facts."""

    call: CallIn
    reason: Annotated[str, Field(min_length=3, max_length=2000)]


class ReasonIn(Body):
    """Why; it stands in the record."""

    reason: Annotated[str, Field(min_length=3, max_length=2000)]


Decision = Literal[
    "send_back", "identify", "confirm_non_response", "uphold_dispute", "reject_dispute", "overrule_loop", "withdraw", "reopen",
    "replace_contact", "note_bounce",
]  # fmt: skip


class DecisionIn(Body):
    """What staff decide about one hop. reason: for send_back what is missing; for replace_contact the new contact."""

    decision: Decision
    reason: Annotated[str, Field(max_length=2000)] = ""
    provider: PublicId | None = Field(default=None, description="for identify")


class EnteredAnswerIn(Body):
    """An answer given elsewhere, entered on the provider's behalf."""

    response: TracebackResponse
    said_by: Annotated[str, Field(min_length=1, max_length=300)]
    said_at: Instant
    how: Channel
    attachment: Annotated[str, Field(max_length=200_000)] = Field(default="", description="for a reply mail its whole text")


class AnswerOut(BaseModel):
    """One answer of one hop."""

    kind: AnswerKind | None
    words: str
    answer: Answer | None
    evidence: CallEvidence | None
    given_at: Instant
    given_how: str
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
    """The id of a traceback that was opened."""

    id: str


class Changed(BaseModel):
    """A traceback that was changed, and the version of its call facts."""

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


class ResponsesIn(Body):
    """Several responses at once."""

    responses: Annotated[tuple[dict[str, object], ...], Field(max_length=1000)]


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
        updated_at=row.updated_at,
        hops=tuple(hop_out(station) for station in row.stations),
        ends=tuple(end_out(end) for end in row.ends),
        **{name: getattr(row, name) for name in plain},
    )
