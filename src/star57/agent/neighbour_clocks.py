"""What the agent's journal tells of its neighbours' clocks: read now and then, not for every request."""

from collections import defaultdict
from datetime import datetime

from star57 import clock
from star57.agent.journal import Journal
from star57.agent.matching.clocks import ClockOffset, Seen, offset_of

_READ_EVERY_S = 600.0


class NeighbourClocks:
    """One desk's. One thread at a time."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._seen: dict[str, list[Seen]] = {}
        self._read_at: float | None = None

    def offset(self, neighbour: str | None, now: datetime) -> ClockOffset | None:
        """By how much the clock of the neighbour that asks runs ahead, where answers that stand tell; for None, the clocks of those
        who complain of calls that ended here."""
        if self._read_at is None or clock.monotonic() - self._read_at > _READ_EVERY_S:
            self._read()
        return offset_of(neighbour or "", self._seen.get(neighbour or "", ()), now)

    def _read(self) -> None:
        seen: dict[str, list[Seen]] = defaultdict(list)
        for one in self._journal.starts_compared():
            seen[one.neighbour].append(Seen(one.decided_at, (one.theirs - one.ours).total_seconds()))
        self._seen, self._read_at = dict(seen), clock.monotonic()
