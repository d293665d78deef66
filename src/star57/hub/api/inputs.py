"""What the consortium's side of the API takes, and batches. The provider's side speaks the wire's own messages."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from star57.hub.domain.answering import Channel
from star57.wire.messages import TracebackResponse
from star57.wire.values import Direction, Instant, PublicId


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
    "replace_contact", "note_bounce", "credit_outage",
]  # fmt: skip


class DecisionIn(Body):
    """What staff decide about one hop. reason: for send_back what is missing; for replace_contact the new contact."""

    decision: Decision
    reason: Annotated[str, Field(max_length=2000)] = ""
    provider: PublicId | None = Field(default=None, description="for identify")
    began_at: Instant | None = Field(default=None, description="for credit_outage: from when the provider could not reach us, or we not it")
    ended_at: Instant | None = Field(default=None, description="for credit_outage: until when")


class EnteredAnswerIn(Body):
    """An answer given elsewhere, entered on the provider's behalf."""

    response: TracebackResponse
    said_by: Annotated[str, Field(min_length=1, max_length=300)]
    said_at: Instant
    how: Channel
    attachment: Annotated[str, Field(max_length=200_000)] = Field(default="", description="for a reply mail its whole text")


class ResponsesIn(Body):
    """Several responses at once."""

    responses: Annotated[tuple[dict[str, object], ...], Field(max_length=1000)]
