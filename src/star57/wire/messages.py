"""The messages between hub and carrier. Each carries its version; an unknown version is refused, an unknown field ignored."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from star57.wire.answers import Answer, CallEvidence, Claims
from star57.wire.values import CallFacts, CampaignNote, Country, Direction, Instant, Line, ProviderRef, PublicId, Text, Version, WireModel


class RequestState(StrEnum):
    """Where a request stands, as the asked provider sees it."""

    OPEN = "open"
    SENT_BACK = "sent_back"
    ANSWERED = "answered"
    CLOSED = "closed"


class TracebackRequest(WireModel):
    """One question to one provider. Never holds the reporter, the rest of the path or its depth."""

    version: Version
    id: PublicId
    provider: ProviderRef
    direction: Direction = Field(default=Direction.UPSTREAM, description="upstream: who handed you this call? forward: whom do you serve?")
    state: RequestState
    asked_at: Instant
    due_at: Instant | None = Field(description="null while the clock has not started")
    rule: Line = Field(description="the rule under which an answer is due")
    facts_version: Annotated[int, Field(ge=1)] = Field(description="grows when the call facts are corrected; name it in the response")
    call: CallFacts
    campaign: CampaignNote
    known_already: tuple[Line, ...] = Field(
        default=(), description="what is known, when a provider is asked a second time about the same call"
    )
    missing: Text | None = Field(default=None, description="what staff found missing in the last answer")


class Responder(StrEnum):
    """How an answer was made."""

    AGENT = "agent"
    PERSON = "person"


class TracebackResponse(WireModel):
    """The answer to one request."""

    version: Version
    facts_version: Annotated[int, Field(ge=1)]
    answer: Answer
    made_by: Responder
    evidence: CallEvidence | None = None
    claims: Claims | None = None
    comment: Text | None = None


class RequestedResponse(WireModel):
    """One response of a batch."""

    request: PublicId
    response: TracebackResponse


class Correction(WireModel):
    """A new answer in place of an earlier one; both stay on the record."""

    version: Version
    reason: Annotated[str, Field(min_length=3, max_length=2000)]
    response: TracebackResponse
    replaces: PublicId | None = Field(
        default=None, description="entry of the answer it replaces, from that one's receipt: refused with 409 when another stands by now"
    )


class Dispute(WireModel):
    """The asked provider denies the downstream neighbour's statement that it received the call from it."""

    version: Version
    reason: Annotated[str, Field(min_length=3, max_length=2000)]


class Confirmation(WireModel):
    """The asked provider confirms that it handed the call to the downstream neighbour."""

    version: Version
    comment: Text | None = None


class Receipt(WireModel):
    """What the hub gives back for anything it accepted: proof that it stands on the record."""

    version: Version
    request: PublicId
    fact: Line
    recorded_at: Instant
    entry: PublicId = Field(description="id of the journal entry")
    entry_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(description="SHA-256 of the entry's canonical JSON")
    state: RequestState


class RequestList(WireModel):
    """Requests that wait for the provider; next names where to go on."""

    version: Version
    requests: tuple[TracebackRequest, ...]
    next: str | None = None


class KnownProvider(WireModel):
    """One row of the public registry, for naming an upstream."""

    provider: PublicId
    name: Line
    country: Country


class AgentState(WireModel):
    """What an agent says of itself, for its own carrier's page. Optional; nothing depends on it, and no call record is in it."""

    version: Version
    agent_version: Annotated[str, Field(max_length=40)]
    records: Annotated[int, Field(ge=0, le=10**15)] = Field(description="call records in its store")
    first_started_at: Instant | None = Field(description="start of the oldest call in the store; null when it is empty")
    last_started_at: Instant | None = Field(description="start of the newest")
    waiting: Annotated[int, Field(ge=0, le=10**6)] = Field(description="answers that wait for the operator")


__all__ = [
    "AgentState",
    "Confirmation",
    "Correction",
    "Dispute",
    "KnownProvider",
    "ProviderRef",
    "Receipt",
    "RequestList",
    "RequestState",
    "RequestedResponse",
    "Responder",
    "TracebackRequest",
    "TracebackResponse",
]
