"""OUT.json: what became of every call, in the order of the calls file. Values and their JSON; measures nothing."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal


class CallOutcome(StrEnum):
    """Where a call came to rest."""

    ORIGINATOR_IDENTIFIED = "originator_identified"
    POINT_OF_ENTRY_IDENTIFIED = "point_of_entry_identified"
    NO_RECORD = "no_record"
    DECLINED = "declined"
    NON_RESPONSIVE = "non_responsive"
    NEEDS_PERSON = "needs_person"
    WITHDRAWN = "withdrawn"


class WaitReason(StrEnum):
    """Why a person is waited for."""

    REVIEW = "review"
    TWO_CALLS_FIT = "two_calls_fit"
    UNKNOWN_UPSTREAM = "unknown_upstream"
    SILENT = "silent"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Source:
    """Who placed the call: a customer, or a provider abroad. country is None where nobody said."""

    kind: Literal["customer", "foreign"]
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """The provider at which the call rests, and why."""

    provider: str
    reason: WaitReason


@dataclass(frozen=True, slots=True)
class HopResult:
    """One provider's part. answer is None while it has not answered; reasons are its own agent's, never sent to the hub."""

    provider: str
    answer: str | None
    upstream: str | None
    reasons: tuple[str, ...]
    seconds: float | None


@dataclass(frozen=True, slots=True)
class CallResult:
    """One call. path is upstream from the terminating provider."""

    line: int
    called: str
    calling: str
    time: str
    terminating: str
    outcome: CallOutcome
    path: tuple[str, ...]
    source: Source | None
    seconds: float
    waiting_for: WaitingFor | None
    hops: tuple[HopResult, ...]


def quantile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least this share of all values does not exceed (nearest rank); None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def as_value(results: Sequence[CallResult]) -> dict[str, Any]:
    """What OUT.json holds."""
    seconds = [result.seconds for result in results]
    summary: dict[str, Any] = {
        "calls": len(results),
        "outcomes": dict(sorted(Counter(result.outcome.value for result in results).items())),
        "seconds_p50": quantile(seconds, 0.5),
        "seconds_p95": quantile(seconds, 0.95),
    }
    return {"version": 1, "calls": [asdict(result) for result in results], "summary": summary}


def as_text(value: object) -> str:
    """A value as OUT.json is written."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def as_json(results: Sequence[CallResult]) -> str:
    """The text of OUT.json."""
    return as_text(as_value(results))
