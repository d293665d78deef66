"""The file of a segment: blocks, pages of pointers, and at its end what finds them. Written once, checked whenever it is read.

block … block  page … page  filter  footer  end
filter: bits that tell which record ids are not here
footer: what the blocks look like (JSON, compressed), then for blocks and each kind of pointers: fence, offsets, checksums
end: magic, offset of the footer, length of its JSON, checksum of the footer
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO
from zlib import crc32

import numpy as np
import zstandard

from star57.agent.stores.embedded.alike import Whole
from star57.agent.stores.embedded.blocks import encoded, with_raw
from star57.agent.stores.embedded.id_filter import IdFilter
from star57.agent.stores.embedded.manifest import Segment, Shown, shown_at_most
from star57.agent.stores.embedded.pointers import POINTED, pages, pointers_of
from star57.agent.stores.embedded.rows import Rows, joined
from star57.agent.stores.embedded.segment_footer import END, MAGIC, PART, place
from star57.agent.stores.embedded.shapes import ROWS_PER_BLOCK, Shape


class SegmentWriter:
    """Takes so many rows in order, in any portions; nothing is there before finish()."""

    def __init__(self, folder: Path, day: str, day_us: int, shape: Shape, rows: int) -> None:
        self._filter = IdFilter(rows)
        self._day, self._day_us, self._shape = day, day_us, shape
        self._path = folder / f"{day}-{token_hex(8)}.calls"
        self._temporary = folder / f".{self._path.name}.tmp"
        self._file: BinaryIO = self._temporary.open("wb")
        self._offset, self._rows = 0, 0
        self._kept: list[Rows] = []
        self._parts = _PartsMade()
        self._pointers: dict[str, list[Whole]] = {name: [] for name in POINTED}
        self._first, self._last, self._widest = 1 << 62, 0, 0

    def append(self, rows: Rows) -> None:
        """Writes whole blocks, and keeps the rest for the next."""
        self._kept.append(rows)
        if (count := sum(map(len, self._kept))) >= ROWS_PER_BLOCK:
            rows = joined(self._kept) if len(self._kept) > 1 else rows
            whole = count - count % ROWS_PER_BLOCK
            self._write(rows.between(0, whole))
            self._kept = [rows.between(whole, count)] if whole < count else []

    def finish(self, shown: Shown | None) -> Segment:
        """The file is on disk for good when this returns. `shown`: the starts as clocks showed them, where that is known."""
        if self._kept:
            self._write(joined(self._kept))
        pointers = {}
        for name, entries in self._pointers.items():
            made = pointers[name] = _PartsMade()
            for code, page in pages(entries):
                made.add(code, self._offset, page)
                self._put(page)
        packed = self._filter.packed()
        filter_at = self._offset, len(packed), crc32(packed)
        self._put(packed)
        self._end(pointers, filter_at)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._temporary.rename(self._path)
        first_shown, last_shown = shown or shown_at_most(self._day_us + self._first, self._day_us + self._last)
        return Segment(
            name=self._path.name,
            day=self._day,
            rows=self._rows,
            first_us=self._day_us + self._first,
            last_us=self._day_us + self._last,
            widest_us=self._widest,
            size_bytes=self._offset,
            shown_first_us=first_shown,
            shown_last_us=last_shown,
        )

    def abandon(self) -> None:
        self._file.close()
        with suppress(OSError):
            self._temporary.unlink()

    def _write(self, rows: Rows) -> None:
        if not self._rows:
            self._shape = with_raw(self._shape, rows)
        starts = rows.whole["start"]
        self._first, self._last = min(self._first, int(starts.min())), max(self._last, int(starts.max()))
        self._widest = max(self._widest, int(rows.whole["within_s"].max()), rows.widest_told_us())
        self._filter.take(rows.ids)
        for name, entries in pointers_of(rows, self._rows).items():
            if len(entries):
                self._pointers[name].append(entries)
        firsts = zip(rows.whole["key"][::ROWS_PER_BLOCK].tolist(), starts[::ROWS_PER_BLOCK].tolist(), strict=True)
        for (key, start_us), block in zip(firsts, encoded(rows, self._shape), strict=True):
            self._parts.add(place(key, start_us), self._offset, block)
            self._put(block)
        self._rows += len(rows)

    def _put(self, content: bytes) -> None:
        self._file.write(content)
        self._offset += len(content)

    def _end(self, pointers: Mapping[str, _PartsMade], filter_at: tuple[int, int, int]) -> None:
        counts = {name: len(made.fence) for name, made in pointers.items()}
        shape = {"packings": self._shape.packings, "texts": self._shape.texts, "words": self._shape.words, "raw": self._shape.raw}
        about = {"rows": self._rows, "filter": filter_at, "blocks": len(self._parts.fence), "pointers": counts, "shape": shape}
        packed = zstandard.ZstdCompressor().compress(json.dumps(about).encode())
        start = self._offset
        parts = b"".join(made.as_bytes() for made in (self._parts, *pointers.values()))
        self._put(packed + parts)
        self._put(END.pack(MAGIC, start, len(packed), crc32(packed + parts)))


class _PartsMade:
    def __init__(self) -> None:
        self.fence: list[int] = []
        self.rest: list[tuple[int, int, int]] = []

    def add(self, first: int, offset: int, content: bytes) -> None:
        self.fence.append(first)
        self.rest.append((offset, len(content), crc32(content)))

    def as_bytes(self) -> bytes:
        columns = (self.fence, *(zip(*self.rest, strict=True) if self.rest else ((), (), ())))
        return b"".join(np.array(column, dtype=kind).tobytes() for column, kind in zip(columns, PART, strict=True))


def write_segment(
    folder: Path, day: str, day_us: int, shape: Shape, portions: Iterable[Rows], count: int, shown: Shown | None = None
) -> Segment:
    """The portions, in order and of so many rows together, as one file."""
    writer = SegmentWriter(folder, day, day_us, shape, count)
    try:
        for rows in portions:
            writer.append(rows)
        return writer.finish(shown)
    except BaseException:
        writer.abandon()
        raise
