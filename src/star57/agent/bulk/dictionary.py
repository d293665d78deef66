"""What the distinct texts of a column mean: each is read once, however often and in however many portions it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from star57.agent.bulk.cells import Cells
from star57.agent.formats.cell_print import Places, Words, word_before

_LONGEST = 64  # bytes of a text that is looked up as words
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)
_SLOT_BITS = 14
_TABLES = 4
_EMPTY = (1 << 64) - 1  # no plain text has a word like this
Flags = npt.NDArray[np.bool_]


class Dictionary:
    """`read`: the whole numbers, so many as `values`, to keep of a text; when it raises, the text is not taken up."""

    def __init__(self, read: Callable[[str], Sequence[int]], values: int) -> None:
        self._read, self._codes = read, dict[bytes, int]()
        self._tables = [_Table() for _ in range(_TABLES)]
        self._values = np.zeros((values, 256), dtype=np.int64)

    def __len__(self) -> int:
        return len(self._codes)

    def values(self, cells: Cells, starts: Places, ends: Places) -> Sequence[Places]:
        """What is kept of the texts that stand there: a column for each of the values."""
        codes = self._coded(cells, starts, ends)
        return [column[codes] for column in self._values]

    def _coded(self, cells: Cells, starts: Places, ends: Places) -> Places:
        lengths = ends - starts
        longest = int(lengths.max(initial=0))
        codes = np.zeros(len(starts), dtype=np.int64)
        left = np.arange(len(starts))
        if longest <= _LONGEST:
            words = [_word(cells, ends, lengths, cut) for cut in range(0, max(longest, 1), 8)]
            mixed = words[0] * _MULTIPLIER
            for word in words[1:]:
                mixed = (mixed ^ (mixed >> _SHIFT) ^ word) * _MULTIPLIER
            for table in self._tables:
                left = self._by_table(table, words, mixed, left, codes, lambda row: self._code(cells.text[starts[row] : ends[row]]))
                if not len(left):
                    return codes
                mixed *= _MULTIPLIER
        codes[left] = [self._code(cells.text[start:end]) for start, end in zip(starts[left].tolist(), ends[left].tolist(), strict=True)]
        return codes

    def _by_table(
        self, table: _Table, words: Sequence[Words], mixed: Words, left: Places, codes: Places, code_of: Callable[[int], int]
    ) -> Places:
        """Fills the codes of those rows whose texts the table holds or has room for; which are left."""
        if len(left) < len(mixed):
            words, mixed = [word[left] for word in words], mixed[left]
        slots = (mixed >> np.uint64(64 - _SLOT_BITS)).view(np.int64)
        is_held = table.holds(slots, words)
        if not is_held.all():
            new = np.flatnonzero(~is_held)
            for at in new[np.unique(slots[new], return_index=True)[1]].tolist():
                if table.is_free(int(slots[at])):
                    table.hold(int(slots[at]), [int(word[at]) for word in words], code_of(int(left[at])))
            is_held = table.holds(slots, words)
        codes[left] = table.codes[slots]
        return left[~is_held]

    def _code(self, text: bytes) -> int:
        code = self._codes.get(text)
        if code is None:
            values, code = self._read(text.decode()), len(self._codes)
            if code == self._values.shape[1]:
                self._values = np.concatenate([self._values, np.zeros_like(self._values)], axis=1)
            self._values[:, code] = values
            self._codes[text] = code
        return code


def _word(cells: Cells, ends: Places, lengths: Places, cut: int) -> Words:
    """Eight bytes of each text, so many before its end."""
    return word_before(cells.view, np.maximum(ends - cut, 8) if cut else ends, lengths - cut)


class _Table:
    """Slots that hold one text each: eight bytes at a time from its end, zeros before its beginning."""

    def __init__(self) -> None:
        self._words = [np.full(1 << _SLOT_BITS, _EMPTY, dtype=np.uint64)]
        self.codes = np.zeros(1 << _SLOT_BITS, dtype=np.int64)

    def holds(self, slots: Places, words: Sequence[Words]) -> Flags:
        is_held: Flags = self._words[0][slots] == words[0]
        for number in range(1, max(len(words), len(self._words))):
            held = self._words[number][slots] if number < len(self._words) else np.uint64(0)
            is_held &= held == (words[number] if number < len(words) else np.uint64(0))
        return is_held

    def is_free(self, slot: int) -> bool:
        return int(self._words[0][slot]) == _EMPTY

    def hold(self, slot: int, words: Sequence[int], code: int) -> None:
        while len(self._words) < len(words):
            self._words.append(np.zeros(1 << _SLOT_BITS, dtype=np.uint64))
        for held, word in zip(self._words, words, strict=False):
            held[slot] = word
        self.codes[slot] = code
