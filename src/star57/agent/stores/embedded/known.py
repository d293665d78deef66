"""Which of some new rows a segment holds already: compares record ids where the called numbers are, and never the whole of a large day."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from star57.agent.stores.embedded.alike import Whole
from star57.agent.stores.embedded.fields import ID_BYTES
from star57.agent.stores.embedded.id_filter import Flags, prefixes
from star57.agent.stores.embedded.rows import Rows
from star57.agent.stores.embedded.segment_reader import SegmentReader

_BLOCKS_AT_ONCE = 512
_MARKS_PER_ROW = 5  # bits more than the rows need: one id in 32 passes by chance, and is compared whole


class KnownIds:
    """New rows of one day, in order, and which of them turned out to be known. `keys`: theirs; None compares them with all others."""

    def __init__(self, ids: npt.NDArray[np.uint8], keys: Whole | None) -> None:
        self._raw, self._keys = ids, keys
        self._prefixes = prefixes(ids)
        self._ordered = np.sort(self._prefixes)
        bits = min(len(ids).bit_length() + _MARKS_PER_ROW, 26)
        self._shift = np.uint64(64 - bits)
        self._marks = np.zeros(1 << bits, dtype=bool)
        self._marks[self._prefixes >> self._shift] = True
        self.known: Flags = np.zeros(len(ids), dtype=bool)

    def compare(self, segment: SegmentReader) -> None:
        for start, end in self._touched(segment):
            ids = np.frombuffer(segment.ids(start, end), dtype=np.uint8).reshape(-1, ID_BYTES)
            theirs = prefixes(ids)
            alike = np.flatnonzero(self._marks[theirs >> self._shift])
            alike = alike[self._is_mine(theirs[alike])]
            if len(alike):
                mine = np.flatnonzero(np.isin(self._prefixes, theirs[alike]))
                whole = {ids[row].tobytes() for row in alike}
                self.known[[row for row in mine.tolist() if self._raw[row].tobytes() in whole]] = True

    def _is_mine(self, theirs: Whole) -> Flags:
        places = self._ordered.searchsorted(theirs)
        is_mine: Flags = self._ordered[np.minimum(places, len(self._ordered) - 1)] == theirs
        return is_mine

    def _touched(self, segment: SegmentReader) -> Iterator[tuple[int, int]]:
        """Runs of blocks in which new rows may lie, by their keys and by the filter."""
        fence = segment.footer.blocks.fence >> np.uint64(32)
        if self._keys is None:
            yield from _portions(0, len(fence))
            return
        keys = _runs(self._keys[segment.may_hold(self._prefixes)]).astype(np.uint64)
        low = np.maximum(fence.searchsorted(keys, "left") - 1, 0)
        high = fence.searchsorted(keys, "right")
        edges = np.zeros(len(fence) + 1, dtype=np.int64)
        np.add.at(edges, low, 1)
        np.add.at(edges, np.maximum(high, low), -1)
        is_touched = np.cumsum(edges[:-1]) > 0
        changes = np.flatnonzero(np.diff(np.concatenate([[False], is_touched, [False]]).astype(np.int8)))
        for start, end in changes.reshape(-1, 2).tolist():
            yield from _portions(start, end)


def _portions(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, _BLOCKS_AT_ONCE):
        yield at, min(at + _BLOCKS_AT_ONCE, end)


def distinct(rows: Rows) -> Rows:
    """The rows without those whose id came before."""
    ordered = np.sort(prefixes(rows.ids))
    if not (ordered[1:] == ordered[:-1]).any():
        return rows
    first: dict[bytes, int] = {}
    for row in range(len(rows)):
        first.setdefault(rows.ids[row].tobytes(), row)
    return rows.taken(np.array(list(first.values()), dtype=np.int64))


def _runs(ordered: Whole) -> Whole:
    """Each value once."""
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered
