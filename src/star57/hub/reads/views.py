"""What pages, API and reports are shown: frozen values, already cut down to what the actor may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from star57.hub.domain.facts import ClaimState, HopStatus, Party
from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.domain.work import WorkKind
from star57.wire.answers import Answer, CallEvidence, Claims
from star57.wire.messages import TracebackRequest
from star57.wire.values import Direction

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class SaidElsewhere:
    """Who at the provider gave an answer that staff entered, and when; mail is the reply's text, "" where there is none to read."""

    by: str
    at: datetime
    mail: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer of one hop. answer is None where the reader may not see it; said is None where it came by portal, API or agent."""

    answer: Answer | None
    words: str
    evidence: CallEvidence | None
    claims: Claims | None
    comment: str
    given_at: datetime
    given_by: str
    given_how: str
    is_late: bool
    stands: bool
    is_verified: bool
    said: SaidElsewhere | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """One provider on the path. finding is what it turned out to be for this call, "" while unknown; wrote_at: its last word unanswered."""

    hop: str
    downstream: str | None
    position: int
    provider: str | None
    name: str
    country: str
    status: HopStatus
    status_words: str
    finding: str
    claim: ClaimState
    is_live: bool
    waits_for: Party
    asked_at: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    zone: str
    answered_at: datetime | None
    is_late: bool
    wrote_at: datetime | None
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True, slots=True)
class PathEnd:
    """Where a branch ended: kind is customer, country, silence, declined, no_record, question or withdrawn."""

    hop: str
    kind: str
    name: str
    country: str
    words: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline: a journal entry in words, with its proof. said: reasons and notes beside it.

    by: the id of whoever acted, for their colleagues.
    """

    entry: str
    entry_hash: str
    at: datetime
    hop: str | None
    fact: str
    words: str
    actor: str
    said: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of one's own organisation."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TracebackRow:
    """A traceback in a list."""

    id: str
    direction: Direction
    campaign: str
    called_number: str
    calling_number: str
    call_at: datetime
    uncertainty_s: float
    call_id: str
    origid: str
    status: TracebackStatus
    outcome: Outcome | None
    opened_at: datetime
    updated_at: datetime
    kind: WorkKind
    assigned_to: Colleague | None
    tags: tuple[str, ...]
    merged_into: str | None
    stations: tuple[Station, ...]
    ends: tuple[PathEnd, ...]

    @property
    def waiting(self) -> tuple[Station, ...]:
        """The stations somebody must act on."""
        return tuple(station for station in self.stations if station.is_live and station.waits_for is not Party.NOBODY)

    @property
    def needs_person(self) -> bool:
        """Whether staff must decide something."""
        return any(station.waits_for is Party.STAFF for station in self.waiting)


@dataclass(frozen=True, slots=True)
class TracebackView:
    """A traceback whole, for analysts."""

    row: TracebackRow
    campaign: str
    why_suspicious: str
    transcript: str
    facts_version: int
    source: str
    is_in_doubt: bool
    duplicates: tuple[str, ...]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request as its provider sees it: the wire's own request and what became of it."""

    request: TracebackRequest
    status_words: str
    claim: ClaimState
    zone: str
    answers: tuple[GivenAnswer, ...]
    standing: str  # public id of the standing answer's entry, "" without one
    upstream_named: str
    campaign: str
    may_prepare: bool
    may_answer: bool
    may_correct: bool
    may_dispute: bool
    affiliates: "tuple[ProviderRow, ...]"
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A registered provider."""

    id: str
    name: str
    country: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; cursor names where to go on, None at the end."""

    rows: tuple[Row, ...]
    cursor: str | None
