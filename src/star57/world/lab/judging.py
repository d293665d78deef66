"""Holds what the agents found against what was planned. Pure."""

from dataclasses import dataclass
from datetime import datetime

from star57.world.lab.plan import PlannedCall
from star57.world.results import CallOutcome, CallResult

_OUTCOMES = {"customer": CallOutcome.ORIGINATOR_IDENTIFIED, "foreign": CallOutcome.POINT_OF_ENTRY_IDENTIFIED}


@dataclass(frozen=True, slots=True)
class Judged:
    """One call of the lab. `rang_for_s`: from the first ring to the traceback's opening; `rang_at_outcome`: it rang when that came."""

    call: PlannedCall
    result: CallResult
    rang_for_s: float
    rang_at_outcome: bool

    @property
    def faults(self) -> tuple[str, ...]:
        """What is not as it must be, in words."""
        call, result = self.call, self.result
        wanted = _OUTCOMES[call.source.kind]
        named = result.source.name if result.source else "nobody"
        checks = (
            (result.path == call.path, f"the path must be {' '.join(call.path)} and is {' '.join(result.path) or 'empty'}"),
            (result.outcome is wanted, f"the outcome must be {wanted} and is {result.outcome}"),
            (result.source == call.source, f"it must come from {call.source.name} and comes from {named}"),
            (self.rang_at_outcome or not call.rings_on, "the telephone no longer rang when the outcome came"),
            (not (self.rang_at_outcome and call.is_given_up), "the telephone still rang although the caller had hung up"),
        )  # fmt: skip
        return tuple(words for is_so, words in checks if not is_so)


def judged(call: PlannedCall, result: CallResult, *, rang_at: datetime, opened_at: datetime, rang_at_outcome: bool) -> Judged:
    """The call with what became of it."""
    return Judged(call, result, round((opened_at - rang_at).total_seconds(), 3), rang_at_outcome)
