"""The record id of a CSV row: 96 bits of its cells, for one row in plain Python or for many at once in numpy, always the same.

A mixing hash and no cryptographic one: a caller who could choose a row's cells freely might make two that agree, but the switch writes
the time, the trunk and most others.
"""

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SEPARATOR = b"\x1f"  # between cells
PAD = 16  # bytes that must lie before and behind a buffer of rows
_WORD = 8
_MASK = (1 << 64) - 1
# Odd 64-bit constants: fractional parts of the golden ratio, and of the square roots of 2 and 3.
_MULTIPLIER, _OF_SUM, _SEED = 0x9E3779B97F4A7C15, 0x6A09E667F3BCC909, 0xBB67AE8584CAA73B
_SHIFT = 32
ID_BYTES = 12
Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def cell_print(cells: Sequence[str]) -> str:
    """24 hexadecimal digits: the last state of the hash, and 32 bits of the sum of all its states."""
    row = SEPARATOR.join(cell.encode("utf-8", "surrogatepass") for cell in cells)
    value, total = _SEED ^ len(row), 0
    for word in struct.unpack(f"<{-(-len(row) // _WORD)}Q", row + bytes(-len(row) % _WORD)):
        value = ((value ^ word) * _MULTIPLIER) & _MASK
        total += value
        value ^= value >> _SHIFT
    value = (value * _MULTIPLIER) & _MASK
    return struct.pack("<QI", value ^ (value >> _SHIFT), ((total * _OF_SUM) & _MASK) >> _SHIFT).hex()


def windows(buffer: npt.NDArray[np.uint8]) -> Words:
    """For each place in the buffer the eight bytes that begin there, as one number."""
    return np.ndarray(shape=(len(buffer) - _WORD,), dtype="<u8", buffer=buffer.data, strides=(1,))


def word_before(view: Words, ends: Places, lengths: Places) -> Words:
    """The last bytes of each text, up to eight and no more than so many, as one number."""
    word: Words = view[ends - _WORD]
    word >>= (np.clip(_WORD - lengths, 0, _WORD) * _WORD).astype(np.uint64)
    return word


def row_prints(view: Words, starts: Places, lengths: Places) -> npt.NDArray[np.uint8]:
    """cell_print of each row, 12 bytes; the cells are divided by SEPARATOR. Quick for as many rows as the cache takes."""
    multiplier, shift = np.uint64(_MULTIPLIER), np.uint64(_SHIFT)
    value = lengths.astype(np.uint64)
    value ^= np.uint64(_SEED)
    total, folded, places = np.zeros_like(value), np.empty_like(value), starts.copy()
    least, longest = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
    for done in range(0, longest, _WORD):
        if done + _WORD <= least:
            value ^= view[places]
            value *= multiplier
            total += value
            value ^= np.right_shift(value, shift, out=folded)
        else:
            rows = np.flatnonzero(lengths > done)
            over = (np.clip(done + _WORD - lengths[rows], 0, _WORD) * _WORD).astype(np.uint64)
            some = (value[rows] ^ (view[places[rows]] << over >> over)) * multiplier
            total[rows] += some
            value[rows] = some ^ (some >> shift)
        places += _WORD
    value *= multiplier
    value ^= value >> shift
    total *= np.uint64(_OF_SUM)
    prints = np.empty((len(starts), ID_BYTES), dtype=np.uint8)
    prints[:, :8] = value.astype("<u8", copy=False).view(np.uint8).reshape(-1, 8)
    prints[:, 8:] = (total >> shift).astype("<u4").view(np.uint8).reshape(-1, 4)
    return prints
