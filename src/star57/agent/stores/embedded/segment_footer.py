"""What lies at the end of a segment's file, and finds its parts; `segment_file` says in which order they lie."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import zstandard

from star57.agent.stores.embedded.alike import Whole
from star57.agent.stores.embedded.shapes import ROWS_PER_BLOCK, Packing, Shape
from star57.agent.stores.files import StoreDamaged

MAGIC = b"STAR57C2"
END = struct.Struct("<8sQII")
PART = ("<u8", "<u8", "<u4", "<u4")
_PART_BYTES = sum(np.dtype(kind).itemsize for kind in PART)
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
    filter_at: tuple[int, int, int]  # offset, bytes, checksum
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


def read_footer(file: int, path: Path) -> Footer:
    """Raises StoreDamaged."""
    size = os.fstat(file).st_size
    try:
        magic, start, length, checksum = END.unpack(os.pread(file, END.size, size - END.size))
        content = os.pread(file, size - END.size - start, start)
        if magic != MAGIC or crc32(content) != checksum:
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
    return Footer(
        Shape(packings, tuple(shape["texts"]), shape["words"], tuple(shape["raw"])),
        about["rows"],
        tuple(about["filter"]),
        found[0],
        pointers,
    )


def _parts(content: bytes, at: int, count: int) -> Parts:
    columns = []
    for kind in PART:
        columns.append(np.frombuffer(content, kind, count, at))
        at += count * np.dtype(kind).itemsize
    return Parts(*columns)
