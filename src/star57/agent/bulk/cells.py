"""A portion of a CSV file as places of cells in its bytes, and what stands in a column of them. Pure.

Only for portions that need no parsing: plain ASCII without quotes, as many cells in each line as the header has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from star57.agent.formats.cell_print import PAD, SEPARATOR, Places, Words, row_prints, windows, word_at

_LONGEST_CODED = 64  # bytes of a cell
_SLOT_BITS = np.uint64(48)
_ROUNDS = 4
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_NEWLINE = 10
_PADDING = b"\n" * PAD


class NeedsParsing(Exception):
    """Lines of this portion must be read one by one."""


@dataclass(frozen=True, slots=True)
class Cells:
    """`starts` and `ends`: a row for each column."""

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


def cells_of(portion: bytes, delimiter: str, columns: int) -> Cells:
    """Raises NeedsParsing."""
    if b"\r" in portion:
        portion = portion.replace(b"\r\n", b"\n")
    if not portion.endswith(b"\n"):
        portion += b"\n"
    if not portion.isascii() or any(mark in portion for mark in (b'"', b"\r", b"\0", SEPARATOR)):
        raise NeedsParsing
    text = _PADDING + portion.replace(delimiter.encode(), SEPARATOR) + _PADDING
    buffer = np.frombuffer(text, dtype=np.uint8)
    inner = buffer[PAD:-PAD]
    marks = np.flatnonzero((inner == _NEWLINE) | (inner == SEPARATOR[0])) + PAD
    if len(marks) % columns:
        raise NeedsParsing
    ends = marks.reshape(-1, columns)
    is_end_of_line = buffer[ends] == _NEWLINE
    if is_end_of_line[:, :-1].any() or not is_end_of_line[:, -1].all():
        raise NeedsParsing
    starts = np.concatenate([[PAD], marks[:-1] + 1]).reshape(-1, columns)
    by_column = [np.ascontiguousarray(places.T) for places in (starts, ends)]
    return Cells(windows(buffer), text, list(by_column[0]), list(by_column[1]))


def coded(cells: Cells, starts: Places, lengths: Places) -> tuple[npt.NDArray[np.uint32], list[str]]:
    """What stands there as numbers, and the texts they stand for."""
    longest = int(lengths.max(initial=0))
    if longest > _LONGEST_CODED:
        return _coded_singly(cells, starts, lengths)
    words = [word_at(cells.view, starts, lengths, number) for number in range(-(-longest // 8))]
    mixed = lengths.astype(np.uint64)
    for word in words:
        mixed = (mixed ^ word) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(32)
    codes = np.zeros(len(starts), dtype=np.uint32)
    left, firsts = np.arange(len(starts)), list[int]()
    for _ in range(_ROUNDS):
        mixed = mixed * _MULTIPLIER
        slots = (mixed[left] >> _SLOT_BITS).astype(np.int64)
        holder = np.full(1 << 16, -1, dtype=np.int64)
        holder[slots] = left
        first = holder[slots]
        is_same = lengths[left] == lengths[first]
        for word in words:
            is_same &= word[left] == word[first]
        used = np.flatnonzero(holder >= 0)
        number = np.zeros(1 << 16, dtype=np.uint32)
        number[used] = np.arange(len(firsts), len(firsts) + len(used), dtype=np.uint32)
        firsts += holder[used].tolist()
        codes[left] = number[slots]
        left = left[~is_same]
        if not len(left):
            return codes, [_text(cells, starts, lengths, row) for row in firsts]
    return _coded_singly(cells, starts, lengths)


def digits_of(cells: Cells, ends: Places) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint32]]:
    """Whether the seven bytes before each end are digits, and the number they make."""
    zeros, high = np.uint64(0x3030303030303030), np.uint64(0xF0F0F0F0F0F0F0F0)
    word = cells.view[ends - 8] & np.uint64(0xFFFFFFFFFFFFFF00) | np.uint64(0x30)
    is_digits = ((word & high) == zeros) & (((word + np.uint64(0x0606060606060606)) & high) == zeros)
    value = word - zeros
    value = value * np.uint64(10) + (value >> np.uint64(8))
    pairs = np.uint64(0x000000FF000000FF)
    upper = (value & pairs) * np.uint64(100 + (1_000_000 << 32))
    lower = ((value >> np.uint64(16)) & pairs) * np.uint64(1 + (10_000 << 32))
    return is_digits, ((upper + lower) >> np.uint64(32)).astype(np.uint32)


def _coded_singly(cells: Cells, starts: Places, lengths: Places) -> tuple[npt.NDArray[np.uint32], list[str]]:
    places: dict[bytes, int] = {}
    ends = (starts + lengths).tolist()
    codes = [places.setdefault(cells.text[start:end], len(places)) for start, end in zip(starts.tolist(), ends, strict=True)]
    return np.array(codes, dtype=np.uint32), [text.decode() for text in places]


def _text(cells: Cells, starts: Places, lengths: Places, row: int) -> str:
    return cells.text[int(starts[row]) : int(starts[row] + lengths[row])].decode()
