"""How the columns of a segment lie in byte planes: what one must know to read its blocks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from star57.agent.stores.embedded.alike import Whole, alike, is_alike
from star57.agent.stores.embedded.fields import COLUMNS, DICTIONARY, KEPT_LIKE, MOST_WORDS, TEXTS, WIDE, WORDS
from star57.agent.stores.embedded.rows import Rows

KEY_PLANES = 3
ROWS_PER_BLOCK = 256
_UNITS = (1_000_000, 1_000, 1)  # µs
_32_BITS = 0xFFFFFFFF


class Packing(NamedTuple):
    """How a column lies in its planes: (value − least) // unit, or its difference from `like`, in so many bytes."""

    least: int
    most: int
    unit: int
    like: str

    @property
    def planes(self) -> int:
        return (((self.most - self.least) // self.unit).bit_length() + 7) // 8


@dataclass(frozen=True, slots=True)
class Shape:
    """What one must know of a segment to read its blocks: packings in the order of COLUMNS (without key), texts, words. `raw`: the planes
    that lie in the file as they are, since compressing gains nothing; these come first."""

    packings: Mapping[str, Packing]
    texts: tuple[str, ...]
    words: Mapping[str, Sequence[str]]
    raw: tuple[int, ...] = ()

    @property
    def planes(self) -> int:
        return KEY_PLANES + sum(packing.planes for packing in self.packings.values())

    def places(self) -> Sequence[int]:
        """Of each plane among the planes of a block."""
        order = [*self.raw, *(plane for plane in range(self.planes) if plane not in self.raw)]
        places = [0] * len(order)
        for place, plane in enumerate(order):
            places[plane] = place
        return places

    def lying(self) -> Sequence[Lying]:
        """All columns but the key."""
        at, places, found = KEY_PLANES, self.places(), []
        for name, packing in self.packings.items():
            planes = packing.planes
            kind = np.uint64 if name in WIDE else np.uint32
            same = None if planes or packing.like else alike(packing.least, ROWS_PER_BLOCK, kind)
            found.append(Lying(name, kind, packing, tuple(places[at : at + planes]), same))
            at += planes
        return found


class Lying(NamedTuple):
    """A column as it lies in a block: its type in memory, its packing, and which planes it has, the lowest byte first; or the column itself
    where it is the same in all rows."""

    name: str
    kind: type[Any]
    packing: Packing
    places: tuple[int, ...]
    same: Whole | None


def shape_of(rows: Rows) -> Shape:
    packings = {name: _packing(rows, name) for name in COLUMNS if name != "key"}
    return Shape(packings, tuple(name for name in TEXTS + WORDS if name in rows.texts), rows.words)


def common_shape(shapes: Sequence[Shape], words: Mapping[str, Sequence[str]]) -> Shape:
    """One that takes the rows of all, once they stand under these words."""
    packings = {name: _common([shape.packings[name] for shape in shapes], name, words) for name in shapes[0].packings}
    return Shape(packings, TEXTS + WORDS if _may_overflow(words) else _named(shapes), words)


def _common(found: Sequence[Packing], name: str, words: Mapping[str, Sequence[str]]) -> Packing:
    if any(one.like for one in found):
        is_same = all(one.like and not one.planes for one in found)
        return Packing(0, 0 if is_same else _32_BITS, 1, KEPT_LIKE[name])
    if name in DICTIONARY:
        return Packing(0, len(words[DICTIONARY[name]]), 1, "")
    unit = min(one.unit for one in found)
    least = min(one.least for one in found)
    return Packing(least - least % unit, max(one.most for one in found), unit, "")


def _may_overflow(words: Mapping[str, Sequence[str]]) -> bool:
    return any(len(found) >= MOST_WORDS for found in words.values())


def _named(shapes: Sequence[Shape]) -> tuple[str, ...]:
    return tuple(name for name in TEXTS + WORDS if any(name in shape.texts for shape in shapes))


def _packing(rows: Rows, name: str) -> Packing:
    column = rows.whole[name]
    if is_alike(column):
        column = column[:1]
    least, most = int(column.min()), int(column.max())
    if name in WIDE:
        unit = next(unit for unit in _UNITS if unit == 1 or _is_multiple(column, np.uint64(unit)))
        return Packing(least - least % unit, most, unit, "")
    like = KEPT_LIKE.get(name, "")
    if like and least != most:
        difference = column - rows.whole[like]
        return Packing(0, int(difference.max()), 1, like)
    return Packing(least, most, 1, "")


def _is_multiple(column: Whole, unit: np.uint64) -> bool:
    return not (column[:64] % unit).any() and not (column - column // unit * unit).any()
