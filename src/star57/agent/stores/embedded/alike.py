"""Columns of rows, of which many are the same in all of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[Any]
Texts = npt.NDArray[np.object_]


def alike(value: int, count: int, kind: type[np.unsignedinteger[Any]] = np.uint32) -> Whole:
    """A column that is the same in all rows: it takes no memory, and no time to put in order."""
    return np.broadcast_to(kind(value), count)


def is_alike(column: Whole) -> bool:
    return not column.strides[0] and len(column) > 0


def chained(columns: Sequence[Whole]) -> Whole:
    """One behind the other."""
    if all(map(is_alike, columns)) and len({int(column[0]) for column in columns}) == 1:
        return np.broadcast_to(columns[0][0], sum(map(len, columns)))
    return np.concatenate(columns)


def picked(column: Whole, order: Whole | slice) -> Whole:
    if isinstance(order, slice) or not is_alike(column):
        return column[order]
    return np.broadcast_to(column[0], len(order))
