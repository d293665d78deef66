"""Small finds put together into pieces worth a write to the store: after half a second, or 50,000 records."""

from collections.abc import Iterable
from pathlib import Path

from star57 import clock
from star57.agent.cdr import Cdr
from star57.agent.following.taken import Taken
from star57.agent.formats import Unreadable

MOST_RECORDS = 50_000
LONGEST_S = 0.5


class Gathering:
    """`taken`: the piece that grows now. What stands in the way, and how much is left, lasts for the round."""

    def __init__(self) -> None:
        self.taken = Taken()
        self._began = clock.monotonic()

    @property
    def is_full(self) -> bool:
        return len(self.taken.records) >= MOST_RECORDS or (self.taken.moves and clock.monotonic() - self._began >= LONGEST_S)

    def take(self, where: Path | str, records: Iterable[Cdr], unread: Iterable[Unreadable]) -> None:
        self.taken.records += records
        self.taken.unread += [(str(where), one) for one in unread]

    def trouble(self, where: Path | str, words: str) -> None:
        self.taken.troubles[str(where)] = words

    def gap(self, words: str) -> None:
        self.taken.gaps.append(words)

    def behind(self, size: int) -> None:
        self.taken.behind_bytes = size

    def handed_over(self) -> Taken:
        """The piece so far; the next begins where its keeper comes back."""
        full = self.taken
        self.taken = Taken(troubles=dict(full.troubles), gaps=list(full.gaps), behind_bytes=full.behind_bytes)
        self._began = clock.monotonic()
        return full
