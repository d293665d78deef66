"""What an agent tells whoever watches it (a terminal, a demo, a log). Values only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from star57.agent.matching import Verdict
from star57.agent.policy import Proposal
from star57.wire.messages import Receipt, TracebackRequest


@dataclass(frozen=True, slots=True)
class Searched:
    """A request was looked up and written down. `verdict` None: the records could not be searched."""

    agent: str
    request: TracebackRequest
    verdict: Verdict | None
    proposal: Proposal
    took_s: float  # search and decision

    def __str__(self) -> str:
        found = self.verdict.summary() if self.verdict else self.proposal.reason
        then = "answers by itself" if self.proposal.leaves_by_itself else f"waits for a person: {self.proposal.reason}"
        return f"{self.request.id}: {found} {then} ({self.took_s * 1000:.1f} ms)"


@dataclass(frozen=True, slots=True)
class AnswerSent:
    """The hub gave a receipt. `took_s`: from the request's arrival here, when it arrived in this run."""

    agent: str
    request_id: str
    receipt: Receipt
    took_s: float | None

    def __str__(self) -> str:
        took = f" ({self.took_s * 1000:.1f} ms)" if self.took_s is not None else ""
        return f"{self.request_id}: answered, receipt {self.receipt.entry}{took}"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The hub refused the answer (a person must look), or no longer takes one."""

    agent: str
    request_id: str
    reason: str
    needs_person: bool

    def __str__(self) -> str:
        what = "refused by the hub, a person must look" if self.needs_person else "no answer needed any more"
        return f"{self.request_id}: {what}: {self.reason}"


@dataclass(frozen=True, slots=True)
class NoLongerAsked:
    """The hub no longer lists a request that waited here."""

    agent: str
    request_id: str

    def __str__(self) -> str:
        return f"{self.request_id}: no longer asked"


@dataclass(frozen=True, slots=True)
class HubLost:
    agent: str
    reason: str

    def __str__(self) -> str:
        return f"{self.reason}; trying again"


@dataclass(frozen=True, slots=True)
class HubFound:
    agent: str

    def __str__(self) -> str:
        return "the hub answers"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something here needs the operator's eye; the agent goes on."""

    agent: str
    what: str

    def __str__(self) -> str:
        return self.what


Event: TypeAlias = Searched | AnswerSent | NotTaken | NoLongerAsked | HubLost | HubFound | Trouble
OnEvent: TypeAlias = Callable[[Event], None]
