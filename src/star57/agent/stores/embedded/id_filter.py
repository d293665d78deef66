"""Which record ids a segment may hold: a bit set for each of two places an id leads to; one id in twenty passes by chance. Pure."""

import numpy as np
import numpy.typing as npt

from star57.agent.stores.embedded.alike import Whole

BITS_PER_ROW = 8
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
Flags = npt.NDArray[np.bool_]


def prefixes(ids: npt.NDArray[np.uint8]) -> Whole:
    """The first eight bytes of each id as a number."""
    return np.ascontiguousarray(ids[:, :8]).view("<u8").ravel()


class IdFilter:
    """Takes the ids of so many rows at most."""

    def __init__(self, rows: int) -> None:
        self._marks: Flags = np.zeros(max(rows, 1) * BITS_PER_ROW, dtype=bool)

    def take(self, ids: npt.NDArray[np.uint8]) -> None:
        for places in _places(prefixes(ids), len(self._marks)):
            self._marks[places] = True

    def packed(self) -> bytes:
        return np.packbits(self._marks, bitorder="little").tobytes()


def may_be_held(packed: npt.NDArray[np.uint8], of_ids: Whole) -> Flags:
    """Which of the ids with these prefixes may be there."""
    first, second = _places(of_ids, len(packed) * BITS_PER_ROW)
    return _is_set(packed, first) & _is_set(packed, second)


def _places(of_ids: Whole, bits: int) -> tuple[Whole, Whole]:
    mixed = of_ids * _MULTIPLIER
    mixed ^= mixed >> _HALF
    return ((mixed >> _HALF) * np.uint64(bits)) >> _HALF, ((mixed & _LOW) * np.uint64(bits)) >> _HALF


def _is_set(packed: npt.NDArray[np.uint8], places: Whole) -> Flags:
    is_set: Flags = (packed[places >> np.uint64(3)] >> (places & np.uint64(7)).astype(np.uint8) & np.uint8(1)).astype(bool)
    return is_set
