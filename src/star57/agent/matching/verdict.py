"""What the search found, ready to be answered, shown to a person, or refused."""

from dataclasses import dataclass
from enum import StrEnum

from star57.agent.ends import End
from star57.agent.matching.candidates import Candidate
from star57.agent.stores.contract import Span


class Decision(StrEnum):
    ONE_ANSWER = "one_answer"
    TWO_CALLS_FIT = "two_calls_fit"  # equally well, and they came in from different ends
    NOT_SURE = "not_sure"  # a person must look
    UNMAPPED_TRUNK = "unmapped_trunk"  # the call is found, but no trunk rule says who handed it over
    NOTHING_FOUND = "nothing_found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`candidates` best first; `confident` are those the decision rests on; `why` is one clause, without a full stop."""

    candidates: tuple[Candidate, ...]
    confident: tuple[Candidate, ...]
    decision: Decision
    why: str
    is_only_call: bool  # the confident one has no double, even allowing for clocks
    calls_seen: int  # calls to the number asked, in the spans searched
    searched: tuple[Span, ...]

    @property
    def answer(self) -> End | None:
        """The one name that may be given; None unless ONE_ANSWER."""
        return self.confident[0].upstream if self.decision is Decision.ONE_ANSWER else None

    @property
    def is_same_call(self) -> bool:
        """Whether the answer is one call, whose start, Call-ID and origid may be passed on as evidence."""
        return self.decision is Decision.ONE_ANSWER and self.is_only_call

    def summary(self) -> str:
        """One sentence for a person or a log."""
        calls = "1 call" if self.calls_seen == 1 else f"{self.calls_seen} calls"
        if self.decision is Decision.NOTHING_FOUND:
            return f"None of {calls} to this number fits." if self.calls_seen else "No call to this number was found."
        fitting = len(self.confident) or len(self.candidates)
        verb = "fits" if fitting == 1 else "fit"
        if self.decision is Decision.NOT_SURE:
            verb = "may fit"
        return f"{fitting} of {calls} {verb}: {self.why}."
