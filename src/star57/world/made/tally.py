"""Counts measured answers: all of them, and those of the traces that each trouble struck."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from star57.world.made.measuring import Loaded, Measured, Outcome

EVERY = "all traces"
UNTROUBLED = "no trouble of its own"


@dataclass(frozen=True, slots=True)
class Row:
    """`why`: the decisions behind unsure answers, the most frequent first."""

    name: str
    traces: int
    answers: int
    right: int
    unsure: int
    wrong: int
    why: tuple[tuple[str, int], ...]

    @property
    def unsure_percent(self) -> float:
        return 100 * self.unsure / self.answers if self.answers else 0.0

    def as_json(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in ("traces", "answers", "right", "unsure", "wrong")}
        return {"trouble": self.name, **counts, "unsure_percent": round(self.unsure_percent, 2), "why": dict(self.why)}


def tally(network: Loaded, measured: Iterable[Measured]) -> list[Row]:
    """The first row counts everything; a trace struck twice counts in two of the others."""
    groups: dict[str, list[Measured]] = {EVERY: []}
    for one in measured:
        troubles = network.truths[one.line - network.calls[0].line].troubles
        for name in (EVERY, *(troubles or (UNTROUBLED,))):
            groups.setdefault(name, []).append(one)
    return [row_of(name, groups[name]) for name in (EVERY, *sorted(groups.keys() - {EVERY}))]


def row_of(name: str, measured: list[Measured]) -> Row:
    counts = Counter(one.outcome for one in measured)
    why = Counter(one.verdict.decision.value for one in measured if one.outcome is Outcome.UNSURE)
    traces = len({one.line for one in measured})
    return Row(name, traces, len(measured), counts[Outcome.RIGHT], counts[Outcome.UNSURE], counts[Outcome.WRONG], tuple(why.most_common()))
