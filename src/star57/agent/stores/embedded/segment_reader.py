"""Finds records in one segment: a place in its fence, one read, one block unpacked, and of it only the rows that fit."""

from __future__ import annotations

import mmap
import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import zstandard

from star57.agent.cdr import Cdr
from star57.agent.stores.embedded import fields
from star57.agent.stores.embedded.alike import Whole
from star57.agent.stores.embedded.blocks import decoded, keys_of, unpacked
from star57.agent.stores.embedded.id_filter import Flags, may_be_held
from star57.agent.stores.embedded.pointers import read_page
from star57.agent.stores.embedded.record_plan import RecordPlan
from star57.agent.stores.embedded.rows import Rows, rows_of
from star57.agent.stores.embedded.segment_footer import Parts, place, read_footer
from star57.agent.stores.embedded.shapes import ROWS_PER_BLOCK
from star57.agent.stores.files import StoreDamaged

REMEDY = "restore the file from a backup, or import into a new folder; what lies elsewhere can be read"

_BLOCKS_AT_ONCE = 256
_NEVER_US = 1 << 62


class SegmentReader:
    """An open segment. `widest_us`: the widest start interval in it. For any thread."""

    def __init__(self, path: Path, day_us: int, widest_us: int) -> None:
        self._path, self._day_us, self._widest_us = path, day_us, widest_us
        self._file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(self._file, 0, 0, os.POSIX_FADV_RANDOM)
        self.footer = read_footer(self._file, path)
        self._plan = RecordPlan(self.footer.shape, day_us)
        self._blocks, self._raw = self.footer.blocks, len(self.footer.shape.raw)
        self._lying = self.footer.shape.lying()

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
            keys = keys_of(body, count, int(self._blocks.fence[block]) >> 32, self._raw)
            low, high = keys.searchsorted(np.array((key, key + 1), dtype=np.uint32)).tolist()
            for row in self._plan.rows_in(body, count, range(low, high), since_us, until_us, self._widest_us):
                yield self._plan.record(content, body, count, row, key)
        if len(self.footer.pointers["called"].fence):
            yield from self.pointed("called", {key}, since_us, until_us)

    def pointed(self, name: str, codes: Collection[int], since_us: int = 0, until_us: int = _NEVER_US) -> Iterator[Cdr]:
        """Records that pointers of this kind lead to under these codes, and whose start may lie in the span."""
        for block, rows in groupby(self._pointed_rows(name, codes), lambda row: row // ROWS_PER_BLOCK):
            content, count = self._read(self._blocks, block), self.footer.rows_in(block)
            body, keys = self._unpacked(content, count, block), None
            for row in (row % ROWS_PER_BLOCK for row in rows):
                if self._plan.may_begin(body, count, row, since_us, until_us):
                    if keys is None:
                        keys = keys_of(body, count, int(self._blocks.fence[block]) >> 32, self._raw)
                    yield self._plan.record(content, body, count, row, int(keys[row]))

    def ids(self, start: int, end: int) -> bytes:
        """The record ids of the rows of neighbouring blocks, read without unpacking and unchecked."""
        first, last = int(self._blocks.offsets[start]), int(self._blocks.offsets[end - 1])
        content = os.pread(self._file, last - first + self.footer.rows_in(end - 1) * fields.ID_BYTES, first)
        begins = (self._blocks.offsets[start:end] - np.uint64(first)).tolist()
        return b"".join(
            content[begin : begin + self.footer.rows_in(block) * fields.ID_BYTES] for block, begin in enumerate(begins, start=start)
        )

    def may_hold(self, of_ids: Whole) -> Flags:
        """Which record ids with these prefixes may be here. The filter is mapped for as long as that takes: of many segments it is much."""
        offset, length, _ = self.footer.filter_at
        before = offset % mmap.ALLOCATIONGRANULARITY
        with mmap.mmap(self._file, before + length, access=mmap.ACCESS_READ, offset=offset - before) as mapped:
            packed = np.frombuffer(mapped, np.uint8, length, before)
            found = may_be_held(packed, of_ids)
            del packed  # lets go of the map
        return found

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
            yield decoded(content, body, count, int(self._blocks.fence[block]) >> 32, self.footer.shape, self._lying)

    def nothing(self) -> Rows:
        """No rows, under this segment's words."""
        return rows_of((), self._day_us).under(self.footer.shape.words)

    def records(self, rows: Rows) -> Iterator[Cdr]:
        return self._plan.records(rows)

    def damage(self) -> Iterator[str]:
        """Reads everything; what is wrong, in words."""
        offset, length, checksum = self.footer.filter_at
        if crc32(os.pread(self._file, length, offset)) != checksum:
            yield f"{self._path}: filter at byte {offset} is not as it was written: {REMEDY}"
        for what, parts in (("block", self._blocks), *((f"page of {name} pointers", p) for name, p in self.footer.pointers.items())):
            for number in range(len(parts.fence)):
                try:
                    self._read(parts, number)
                except StoreDamaged as problem:
                    yield str(problem).replace("part", what, 1)

    def _pointed_rows(self, name: str, codes: Collection[int]) -> Sequence[int]:
        """In order, each once; reads each page once."""
        parts, wanted = self.footer.pointers[name], np.array(sorted(codes), dtype=np.uint32)
        first = np.maximum(parts.fence.searchsorted(wanted.astype(np.uint64), "left").astype(np.int64) - 1, 0)
        last = parts.fence.searchsorted(wanted.astype(np.uint64), "right")
        on_page: dict[int, list[int]] = defaultdict(list)
        for at, (start, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            for page in range(start, end):
                on_page[page].append(at)
        found = set[int]()
        for page, some in on_page.items():
            there, rows = read_page(self._read(parts, page), int(parts.fence[page]))
            ends = zip(there.searchsorted(wanted[some], "left").tolist(), there.searchsorted(wanted[some], "right").tolist(), strict=True)
            found.update(row for start, end in ends if start < end for row in rows[start:end].tolist())
        return sorted(found)

    def _read(self, parts: Parts, number: int) -> bytes:
        offset, length = int(parts.offsets[number]), int(parts.lengths[number])
        content = os.pread(self._file, length, offset)
        if crc32(content) != parts.checksums[number]:
            raise StoreDamaged(f"{self._path}: part {number} at byte {offset} is not as it was written: {REMEDY}")
        return content

    def _unpacked(self, content: bytes, count: int, block: int) -> bytes:
        try:
            return unpacked(content, count, self._raw)
        except zstandard.ZstdError as problem:
            raise StoreDamaged(f"{self._path}: block {block} cannot be unpacked: {REMEDY}") from problem
