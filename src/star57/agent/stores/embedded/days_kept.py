"""What an embedded store keeps of each day, from its manifest alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from star57.agent.stores.codes import instant_of
from star57.agent.stores.embedded.manifest import Segment


@dataclass(frozen=True, slots=True)
class DayKept:
    """`day`: 2026-11-23, UTC. `last_started_at`: of its newest record."""

    day: str
    records: int
    size_bytes: int
    last_started_at: datetime


def days_kept(segments: Iterable[Segment]) -> Sequence[DayKept]:
    """The newest first."""
    ordered = sorted(segments, key=lambda one: one.day, reverse=True)
    by_day = [(day, list(found)) for day, found in groupby(ordered, key=lambda one: one.day)]
    return [
        DayKept(day, sum(one.rows for one in found), sum(one.size_bytes for one in found), instant_of(max(one.last_us for one in found)))
        for day, found in by_day
    ]
