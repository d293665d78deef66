"""Several segments of a day become one: by ranges of called numbers, so that little is in memory at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log
from pathlib import Path

import numpy as np

from star57.agent.stores.embedded import fields
from star57.agent.stores.embedded.days import day_us
from star57.agent.stores.embedded.manifest import Segment
from star57.agent.stores.embedded.rows import Rows, joined, with_words
from star57.agent.stores.embedded.segment_file import write_segment
from star57.agent.stores.embedded.segment_reader import SegmentReader
from star57.agent.stores.embedded.shapes import common_shape

_MERGED_AT = 8  # segments of like size
_LARGE, _LARGE_MERGED_AT = 1 << 18, 32  # rows; large ones cost a look-up by time nothing, and much to write anew
_LARGEST = 8_000_000  # rows; the pointers of a larger one would take too much memory
_BLOCKS_AT_ONCE = 256


def mergeable(segments: Sequence[Segment], day: str) -> Sequence[Segment] | None:
    """Some of like size of this day that are to become one."""
    sizes: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.day == day:
            sizes[int(log(segment.rows, _MERGED_AT))].append(segment)
    for alike in sizes.values():
        if len(alike) < (_LARGE_MERGED_AT if min(one.rows for one in alike) >= _LARGE else _MERGED_AT):
            continue
        together = _neighbours(alike)
        if len(together) >= _MERGED_AT:
            return together
    return None


def merge(folder: Path, day: str, segments: Sequence[Segment], readers: Sequence[SegmentReader]) -> Segment:
    words = {name: fields.union([one.footer.shape.words[name] for one in readers]) for name in fields.DICTIONARIES}
    shape = common_shape([one.footer.shape for one in readers], words)
    shown = min(one.shown_first_us for one in segments), max(one.shown_last_us for one in segments)
    rows = (with_words(rows, words) for rows in _in_order(readers))
    return write_segment(folder, day, day_us(day), shape, rows, sum(one.rows for one in segments), shown)


def _neighbours(segments: Sequence[Segment]) -> Sequence[Segment]:
    """The first in time, as many as one segment may hold."""
    ordered = sorted(segments, key=lambda one: one.first_us)
    totals = accumulate(one.rows for one in ordered)
    return [one for one, total in zip(ordered, totals, strict=True) if total <= _LARGEST]


def _in_order(readers: Sequence[SegmentReader]) -> Iterator[Rows]:
    fences = np.sort(np.concatenate([one.footer.blocks.fence for one in readers]) >> np.uint64(32))
    ends = np.unique(fences[_BLOCKS_AT_ONCE::_BLOCKS_AT_ONCE]).tolist()
    sources = [_Source(one) for one in readers]
    for end in (*ends, 1 << 32):
        portions = [rows for source in sources if len(rows := source.below(end))]
        if portions:
            yield joined(portions).in_order()


class _Source:
    """One segment, read from its first key to its last."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader, self._block, self._rest = reader, 0, reader.nothing()
        self._fence = (reader.footer.blocks.fence >> np.uint64(32)).tolist()

    def below(self, key: int) -> Rows:
        """The rows not given yet whose keys are below."""
        end = self._block
        while end < len(self._fence) and self._fence[end] < key:
            end += 1
        rows = joined([self._rest, *self._reader.rows(self._block, end)]) if end > self._block else self._rest
        self._block = end
        cut = int(rows.whole["key"].searchsorted(key, "left"))
        self._rest = rows.between(cut, len(rows))
        return rows.between(0, cut)
