"""What a source gives at a time: records, lines nobody could read, and how far it was read with them. Values only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from star57.agent.cdr import Cdr
from star57.agent.formats import Unreadable


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, whatever it is called by now: known by its first bytes and by those before `offset`, up to which it was read.
    `cut_off`: the size at which it ended inside a line that is kept as unread."""

    id: str
    path: str
    head_size: int
    head: bytes
    offset: int
    lines: int
    tail: bytes
    cut_off: int = 0


@dataclass(slots=True)
class Taken:
    """Kept as a whole: the records first, then the position. `gaps`: why nobody may say that the source was followed without a break."""

    records: list[Cdr] = field(default_factory=list)
    unread: list[tuple[str, Unreadable]] = field(default_factory=list)
    contents: dict[str, Content] = field(default_factory=dict)
    looked_at: dict[Path, tuple[int, int, int]] = field(default_factory=dict)
    mark: str | None = None
    gaps: list[str] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)  # what stands in the way now, by file or table
    behind_bytes: int = 0
    is_caught_up: bool = False

    @property
    def moves(self) -> bool:
        return bool(self.records or self.unread or self.contents or self.mark is not None)


class Source(Protocol):
    """One [[follow]] table at work. `taken` is one round: whoever asks for the next piece has kept the one before."""

    name: str

    def taken(self) -> Iterator[Taken]: ...
