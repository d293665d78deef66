"""Which answers leave without a person, by campaign and by the way the call came in: rows, of which the first that fits decides. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from star57.agent.matching import Verdict
from star57.agent.trunk_match import text_fits


class Mode(StrEnum):
    REVIEW = "review"  # nothing leaves without a person
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class AutoRule:
    """Globs; case counts. `campaigns` empty: any campaign. `trunks` empty: any way in, and none (nothing was found)."""

    campaigns: tuple[str, ...]
    trunks: tuple[str, ...]
    mode: Mode

    def __str__(self) -> str:
        about = f"campaign {' or '.join(self.campaigns)}" if self.campaigns else "any campaign"
        came_in = f" that came in by {' or '.join(self.trunks)}" if self.trunks else ""
        return f"{about}{came_in}: {'by itself' if self.mode is Mode.AUTO else 'a person approves'}"


class Ruling(NamedTuple):
    """`row` is counted from 1, as a person counts the file's [[auto]] tables."""

    row: int
    rule: AutoRule

    def __str__(self) -> str:
        return f"[[auto]] row {self.row}, {self.rule}"


def ways_in(verdict: Verdict) -> tuple[frozenset[str], ...]:
    """For each call the answer rests on: trunk, address, account and channel it came in by, as the switch wrote them."""
    return tuple(
        frozenset(way for record in one.records for way in (record.trunk_in, record.source, record.account, record.channel_in) if way)
        for one in verdict.confident
    )


def ruling_on(rules: Sequence[AutoRule], campaign: str, ways: Sequence[frozenset[str]]) -> Ruling | None:
    """The first row that fits. Where several calls fit the request, one way in is enough to ask a person; all must be let through."""
    return next((Ruling(row, rule) for row, rule in enumerate(rules, start=1) if _fits(rule, campaign, ways)), None)


def _fits(rule: AutoRule, campaign: str, ways: Sequence[frozenset[str]]) -> bool:
    if rule.campaigns and not any(text_fits(glob, campaign) for glob in rule.campaigns):
        return False
    if not rule.trunks:
        return True
    fitting = [any(text_fits(glob, way) for glob in rule.trunks for way in of_one_call) for of_one_call in ways]
    return any(fitting) if rule.mode is Mode.REVIEW else bool(fitting) and all(fitting)
