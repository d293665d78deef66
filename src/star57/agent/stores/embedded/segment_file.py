"""The file of a segment: blocks, pages of pointers, and at its end what finds them. Written once, checked whenever it is read.

block … block  page … page  footer  end
footer: what the blocks look like (JSON, compressed), then for blocks and each kind of pointers: fence, offsets, checksums
end: magic, offset of the footer, length of its JSON, checksum of the footer
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO
from zlib import crc32

import numpy as np
import zstandard

from star57.agent.stores.embedded.alike import Whole
from star57.agent.stores.embedded.blocks import ROWS_PER_BLOCK, Packing, Shape, encoded, with_raw
from star57.agent.stores.embedded.manifest import Segment, Shown, shown_at_most
from star57.agent.stores.embedded.pointers import POINTED, pages, pointers_of
from star57.agent.stores.embedded.rows import Rows, joined
from star57.agent.stores.files import StoreDamaged

_MAGIC = b"STAR57C2"
_END = struct.Struct("<8sQII")
_PART = ("<u8", "<u8", "<u4", "<u4")
_PART_BYTES = sum(np.dtype(kind).itemsize for kind in _PART)
_START_UNIT = 100  # µs: a start within its day in 32 bits


@dataclass(frozen=True, slots=True)
class Parts:
    """Where parts of the file lie, in order: what each begins with, where it lies, its checksum."""

    fence: Whole
    offsets: Whole
    lengths: Whole
    checksums: Whole

    @property
    def size_bytes(self) -> int:
        return len(self.fence) * _PART_BYTES


@dataclass(frozen=True, slots=True)
class Footer:
    """What one must know of a file to find and read its rows."""

    shape: Shape
    rows: int
    blocks: Parts
    pointers: Mapping[str, Parts]

    @property
    def size_bytes(self) -> int:
        return self.blocks.size_bytes + sum(one.size_bytes for one in self.pointers.values())

    def rows_in(self, block: int) -> int:
        return min(ROWS_PER_BLOCK, self.rows - block * ROWS_PER_BLOCK)


def place(key: int, start_us: int) -> int:
    """Of a row in the order of the fence."""
    return key << 32 | min(max(start_us // _START_UNIT, 0), 0xFFFFFFFF)


class SegmentWriter:
    """Takes rows in order, in any portions; nothing is there before finish()."""

    def __init__(self, folder: Path, day: str, day_us: int, shape: Shape) -> None:
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
        self._end(pointers)
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

    def _end(self, pointers: Mapping[str, _PartsMade]) -> None:
        counts = {name: len(made.fence) for name, made in pointers.items()}
        shape = {"packings": self._shape.packings, "texts": self._shape.texts, "words": self._shape.words, "raw": self._shape.raw}
        text = json.dumps({"rows": self._rows, "blocks": len(self._parts.fence), "pointers": counts, "shape": shape}).encode()
        about = zstandard.ZstdCompressor().compress(text)
        start = self._offset
        parts = b"".join(made.as_bytes() for made in (self._parts, *pointers.values()))
        self._put(about + parts)
        self._put(_END.pack(_MAGIC, start, len(about), crc32(about + parts)))


class _PartsMade:
    def __init__(self) -> None:
        self.fence: list[int] = []
        self.rest: list[tuple[int, int, int]] = []

    def add(self, first: int, offset: int, content: bytes) -> None:
        self.fence.append(first)
        self.rest.append((offset, len(content), crc32(content)))

    def as_bytes(self) -> bytes:
        columns = (self.fence, *(zip(*self.rest, strict=True) if self.rest else ((), (), ())))
        return b"".join(np.array(column, dtype=kind).tobytes() for column, kind in zip(columns, _PART, strict=True))


def write_segment(folder: Path, day: str, day_us: int, shape: Shape, portions: Iterable[Rows], shown: Shown | None) -> Segment:
    """The portions, in order, as one file."""
    writer = SegmentWriter(folder, day, day_us, shape)
    try:
        for rows in portions:
            writer.append(rows)
        return writer.finish(shown)
    except BaseException:
        writer.abandon()
        raise


def read_footer(file: int, path: Path) -> Footer:
    """Raises StoreDamaged."""
    size = os.fstat(file).st_size
    try:
        magic, start, length, checksum = _END.unpack(os.pread(file, _END.size, size - _END.size))
        content = os.pread(file, size - _END.size - start, start)
        if magic != _MAGIC or crc32(content) != checksum:
            raise ValueError("its end is not as it was written")
        about = json.loads(zstandard.ZstdDecompressor().decompress(content[:length]))
    except (struct.error, ValueError, OSError, zstandard.ZstdError) as problem:
        raise StoreDamaged(f"{path}: is damaged ({problem}): restore it from a backup, or import into a new folder") from problem
    shape = about["shape"]
    packings = {name: Packing(*packing) for name, packing in shape["packings"].items()}
    counts, at = [about["blocks"], *about["pointers"].values()], length
    found = []
    for count in counts:
        found.append(_parts(content, at, count))
        at += count * _PART_BYTES
    pointers = dict(zip(about["pointers"], found[1:], strict=True))
    return Footer(Shape(packings, tuple(shape["texts"]), shape["words"], tuple(shape["raw"])), about["rows"], found[0], pointers)


def _parts(content: bytes, at: int, count: int) -> Parts:
    columns = []
    for kind in _PART:
        columns.append(np.frombuffer(content, kind, count, at))
        at += count * np.dtype(kind).itemsize
    return Parts(*columns)
