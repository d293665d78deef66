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
# Odd 64-bit constants: fractional parts of the golden ratio, and of the square roots of 2, 3 and 5.
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0x6A09E667F3BCC909)
_SEEDS = (0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B)
_SHIFT = 32
_ROWS_IN_CACHE = 16_384
_TAILS = np.array([(1 << (8 * count)) - 1 for count in range(_WORD)] + [_MASK], dtype=np.uint64)
Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def cell_print(cells: Sequence[str]) -> str:
    """24 hexadecimal digits."""
    row = SEPARATOR.join(cell.encode("utf-8", "surrogatepass") for cell in cells)
    words = struct.unpack(f"<{-(-len(row) // _WORD)}Q", row + bytes(-len(row) % _WORD))
    lanes = []
    for seed, multiplier in zip(_SEEDS, _MULTIPLIERS, strict=True):
        value = seed ^ len(row)
        for word in words:
            value = ((value ^ word) * multiplier) & _MASK
            value ^= value >> _SHIFT
        value = (value * multiplier) & _MASK
        lanes.append(value ^ (value >> _SHIFT))
    return struct.pack("<QI", lanes[0], lanes[1] & 0xFFFFFFFF).hex()


def windows(buffer: npt.NDArray[np.uint8]) -> Words:
    """For each place in the buffer the eight bytes that begin there, as one number."""
    return np.ndarray(shape=(len(buffer) - _WORD,), dtype="<u8", buffer=buffer.data, strides=(1,))


def word_at(view: Words, starts: Places, lengths: Places, number: int) -> Words:
    """The so-manieth eight bytes of each text, zeros behind its end."""
    left = np.clip(lengths - number * _WORD, 0, _WORD)
    return view[np.where(left > 0, starts + number * _WORD, 0)] & _TAILS[left]


def row_prints(view: Words, starts: Places, lengths: Places) -> npt.NDArray[np.uint8]:
    """cell_print of each row, 12 bytes; the cells are divided by SEPARATOR."""
    portions = range(0, len(starts), _ROWS_IN_CACHE)
    parts = [_prints(view, starts[at : at + _ROWS_IN_CACHE], lengths[at : at + _ROWS_IN_CACHE]) for at in portions]
    return np.concatenate(parts) if parts else np.zeros((0, 12), dtype=np.uint8)


def _prints(view: Words, starts: Places, lengths: Places) -> npt.NDArray[np.uint8]:
    seeds = [np.uint64(seed) ^ lengths.astype(np.uint64) for seed in _SEEDS]
    multipliers = [np.uint64(one) for one in _MULTIPLIERS]
    shift = np.uint64(_SHIFT)
    least = int(lengths.min()) if len(lengths) else 0
    for number in range(-(-int(lengths.max(initial=0)) // _WORD)):
        is_whole = (number + 1) * _WORD <= least
        word = view[starts + number * _WORD] if is_whole else word_at(view, starts, lengths, number)
        is_there = None if is_whole or number * _WORD < least else lengths > number * _WORD
        for lane, multiplier in enumerate(multipliers):
            value = (seeds[lane] ^ word) * multiplier
            value ^= value >> shift
            seeds[lane] = value if is_there is None else np.where(is_there, value, seeds[lane])
    last = [value * multiplier for value, multiplier in zip(seeds, multipliers, strict=True)]
    first, second = (value ^ (value >> shift) for value in last)
    prints = np.empty((len(starts), 12), dtype=np.uint8)
    prints[:, :8] = first.astype("<u8").view(np.uint8).reshape(-1, 8)
    prints[:, 8:] = second.astype("<u4").view(np.uint8).reshape(-1, 4)
    return prints
