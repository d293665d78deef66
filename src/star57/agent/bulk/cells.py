"""Some lines of a CSV file as places of cells in their bytes. Pure.

Only for lines that need no parsing: plain ASCII without quotes, as many cells in each as the header has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from star57.agent.formats.cell_print import PAD, SEPARATOR, Places, Words, row_prints, windows

_LINES_BYTES = 1 << 20  # what is made of so many lies in the cache of a core
_NEWLINE = 10
_PADDING = b"\n" * PAD


class NeedsParsing(Exception):
    """These lines must be read one by one."""


@dataclass(frozen=True, slots=True)
class Cells:
    """`starts` and `ends`: places in `text` for each column, an array with a place for each row."""

    view: Words
    text: bytes
    starts: Sequence[Places]
    ends: Sequence[Places]

    def __len__(self) -> int:
        return len(self.starts[0])

    def prints(self) -> npt.NDArray[np.uint8]:
        """The record ids."""
        return row_prints(self.view, self.starts[0], self.ends[-1] - self.starts[0])

    def texts(self, column: int) -> npt.NDArray[np.object_]:
        places = zip(self.starts[column].tolist(), self.ends[column].tolist(), strict=True)
        found = np.empty(len(self), dtype=object)
        found[:] = [self.text[start:end] for start, end in places]
        return found


def few_lines(file: BinaryIO, length: int) -> Iterator[bytes]:
    """So many bytes of a file, whole lines, in portions that are quick to read."""
    while length > 0 and (lines := file.read(min(_LINES_BYTES, length))):
        lines += file.readline(length - len(lines)) if len(lines) < length else b""
        length -= len(lines)
        yield lines


def cells_of(lines: bytes, delimiter: str, columns: int) -> Cells:
    """Raises NeedsParsing."""
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n")
    if not lines.endswith(b"\n"):
        lines += b"\n"
    if not lines.isascii() or any(mark in lines for mark in (b'"', b"\r", b"\0", SEPARATOR)):
        raise NeedsParsing
    text = b"".join((_PADDING, lines, _PADDING))
    written = np.frombuffer(text, dtype=np.uint8)
    is_newline, is_delimiter = written == _NEWLINE, written == ord(delimiter)
    is_newline[:PAD] = is_newline[-PAD:] = False
    marks = np.flatnonzero(is_newline | is_delimiter)
    if len(marks) % columns:
        raise NeedsParsing
    ends = np.ascontiguousarray(marks.reshape(-1, columns).T)
    if int(np.count_nonzero(is_newline)) != ends.shape[1] or not is_newline[ends[-1]].all():
        raise NeedsParsing
    starts = np.empty_like(ends)
    starts[1:] = ends[:-1] + 1
    starts[0, :1], starts[0, 1:] = PAD, ends[-1, :-1] + 1
    separated = written ^ is_delimiter.view(np.uint8) * np.uint8(ord(delimiter) ^ SEPARATOR[0])
    return Cells(windows(separated), text, list(starts), list(ends))


def decimal(word: Words) -> tuple[npt.NDArray[np.bool_], Words]:
    """Whether all eight characters of each word are digits, and the number they make."""
    zeros, high = np.uint64(0x3030303030303030), np.uint64(0xF0F0F0F0F0F0F0F0)
    is_digits = ((word & high) == zeros) & (((word + np.uint64(0x0606060606060606)) & high) == zeros)
    value = word - zeros
    value = value * np.uint64(10) + (value >> np.uint64(8))
    pairs = np.uint64(0x000000FF000000FF)
    upper = (value & pairs) * np.uint64(100 + (1_000_000 << 32))
    lower = ((value >> np.uint64(16)) & pairs) * np.uint64(1 + (10_000 << 32))
    return is_digits, (upper + lower) >> np.uint64(32)


def last_seven(view: Words, ends: Places) -> tuple[npt.NDArray[np.bool_], Words]:
    """Whether the seven characters before each end are digits, and the number they make."""
    return decimal(view[ends - 8] & np.uint64(0xFFFFFFFFFFFFFF00) | np.uint64(0x30))
