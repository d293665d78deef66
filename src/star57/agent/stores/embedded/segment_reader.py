"""Finds records in one segment: a place in its fence, one read, one block unpacked, and of it only the rows that fit."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import zstandard

from star57.agent.cdr import Cdr
from star57.agent.stores.codes import instant_of
from star57.agent.stores.embedded import fields
from star57.agent.stores.embedded.blocks import decoded, keys_of, unpacked
from star57.agent.stores.embedded.pointers import read_page
from star57.agent.stores.embedded.record_plan import RecordPlan
from star57.agent.stores.embedded.rows import Rows, rows_of
from star57.agent.stores.embedded.segment_file import Parts, place, read_footer
from star57.agent.stores.files import StoreDamaged

REMEDY = "restore the file from a backup, or import into a new folder; what lies elsewhere can be read"

_BLOCKS_AT_ONCE = 256


class SegmentReader:
    """An open segment. `widest_us`: the widest start interval in it. For any thread."""

    def __init__(self, path: Path, day_us: int, widest_us: int) -> None:
        self._path, self._day_us, self._widest_us = path, day_us, widest_us
        self._file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(self._file, 0, 0, os.POSIX_FADV_RANDOM)
        self.footer = read_footer(self._file, path)
        self._plan = RecordPlan(self.footer.shape, day_us)
        self._blocks = self.footer.blocks

    def __del__(self) -> None:
        if file := getattr(self, "_file", None):
            os.close(file)

    def by_key(self, key: int, since_us: int, until_us: int) -> Iterator[Cdr]:
        """Records under this key, also those whose other called number has it, whose start may lie in the span."""
        first, last = place(key, since_us - self._day_us - self._widest_us), place(key, until_us - self._day_us)
        start = max(int(self._blocks.fence.searchsorted(np.uint64(first), "left")) - 1, 0)
        end = int(self._blocks.fence.searchsorted(np.uint64(last), "right"))
        for block in range(start, end):
            content = self._read(self._blocks, block)
            count = self.footer.rows_in(block)
            body = self._unpacked(content, count, block)
            keys = keys_of(np.frombuffer(body, np.uint8), count, int(self._blocks.fence[block]) >> 32)
            low, high = int(keys.searchsorted(key, "left")), int(keys.searchsorted(key, "right"))
            for row in self._plan.rows_in(body, count, range(low, high), since_us, until_us, self._widest_us):
                yield self._plan.record(content, body, count, row, key)
        if len(self.footer.pointers["called"].fence):
            yield from self._others(key, since_us, until_us)

    def _others(self, key: int, since_us: int, until_us: int) -> Iterator[Cdr]:
        for record in self.pointed("called", {key}, ("other",), lambda rows: np.flatnonzero(rows.whole["other"] == key)):
            us = (record.started_at - instant_of(0)) // timedelta(microseconds=1)
            if us < until_us and record.started_at + timedelta(seconds=record.within_s) >= instant_of(since_us):
                yield record

    def pointed(self, name: str, codes: Collection[int], only: Collection[str], fits: Callable[[Rows], Iterable[int]]) -> Iterator[Cdr]:
        """Records in the blocks that pointers of this kind lead to under these codes, and among their rows those that fit;
        to tell takes `only` these columns."""
        blocks = sorted({block for code in codes for block in self._pointed_blocks(name, code)})
        for block in blocks:
            content = self._read(self._blocks, block)
            count, first_key = self.footer.rows_in(block), int(self._blocks.fence[block]) >> 32
            body = self._unpacked(content, count, block)
            rows = decoded(content, body, count, first_key, self.footer.shape, only)
            for row in fits(rows):
                yield self._plan.record(content, body, count, int(row), int(rows.whole["key"][row]))

    def ids(self, start: int, end: int) -> bytes:
        """The record ids of the rows of neighbouring blocks, read without unpacking and unchecked."""
        first, last = int(self._blocks.offsets[start]), int(self._blocks.offsets[end - 1])
        content = os.pread(self._file, last - first + self.footer.rows_in(end - 1) * fields.ID_BYTES, first)
        begins = (self._blocks.offsets[start:end] - np.uint64(first)).tolist()
        return b"".join(
            content[begin : begin + self.footer.rows_in(block) * fields.ID_BYTES] for block, begin in enumerate(begins, start=start)
        )

    def all_ids(self) -> npt.NDArray[np.uint8]:
        """The same of all rows, twelve bytes each."""
        ends = range(0, len(self._blocks.fence), _BLOCKS_AT_ONCE)
        ids = b"".join(self.ids(start, min(start + _BLOCKS_AT_ONCE, len(self._blocks.fence))) for start in ends)
        return np.frombuffer(ids, dtype=np.uint8).reshape(-1, fields.ID_BYTES)

    def rows(self, start: int, end: int) -> Iterator[Rows]:
        """All rows of the blocks from start to before end."""
        for block in range(start, end):
            content, count = self._read(self._blocks, block), self.footer.rows_in(block)
            body = self._unpacked(content, count, block)
            yield decoded(content, body, count, int(self._blocks.fence[block]) >> 32, self.footer.shape)

    def nothing(self) -> Rows:
        """No rows, under this segment's words."""
        return rows_of((), self._day_us).under(self.footer.shape.words)

    def may_begin_in(self, rows: Rows, since_us: int, until_us: int) -> npt.NDArray[np.bool_]:
        """Of a block's rows, which starts may lie in the span."""
        starts = rows.whole["start"].astype(np.int64) + self._day_us
        within = rows.whole["within_s"].astype(np.int64)
        if "within_s" in rows.texts:
            within = np.maximum(within, rows.widest_told_us())
        fits: npt.NDArray[np.bool_] = (starts < until_us) & (starts + within >= since_us)
        return fits

    def records(self, rows: Rows) -> Iterator[Cdr]:
        return self._plan.records(rows)

    def damage(self) -> Iterator[str]:
        """Reads everything; what is wrong, in words."""
        for what, parts in (("block", self._blocks), *((f"page of {name} pointers", p) for name, p in self.footer.pointers.items())):
            for number in range(len(parts.fence)):
                try:
                    self._read(parts, number)
                except StoreDamaged as problem:
                    yield str(problem).replace("part", what, 1)

    def _pointed_blocks(self, name: str, code: int) -> Iterator[int]:
        parts = self.footer.pointers[name]
        start = max(int(parts.fence.searchsorted(np.uint64(code), "left")) - 1, 0)
        end = int(parts.fence.searchsorted(np.uint64(code), "right"))
        for page in range(start, end):
            codes, blocks = read_page(self._read(parts, page), int(parts.fence[page]))
            yield from blocks[codes.searchsorted(code, "left") : codes.searchsorted(code, "right")].tolist()

    def _read(self, parts: Parts, number: int) -> bytes:
        offset, length = int(parts.offsets[number]), int(parts.lengths[number])
        content = os.pread(self._file, length, offset)
        if crc32(content) != parts.checksums[number]:
            raise StoreDamaged(f"{self._path}: part {number} at byte {offset} is not as it was written: {REMEDY}")
        return content

    def _unpacked(self, content: bytes, count: int, block: int) -> bytes:
        try:
            return unpacked(content, count)
        except zstandard.ZstdError as problem:
            raise StoreDamaged(f"{self._path}: block {block} cannot be unpacked: {REMEDY}") from problem
