"""Blocks: up to 256 rows as record ids and byte planes, most of them compressed. Encodes whole segments at once. Pure."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import zstandard

from star57.agent.stores.embedded.alike import Texts, Whole, is_alike
from star57.agent.stores.embedded.fields import COLUMNS, DICTIONARY, ID_BYTES, KEPT_LIKE, MOST_WORDS, TEXTS, WIDE, WORDS
from star57.agent.stores.embedded.rows import Rows

ROWS_PER_BLOCK = 256
_LEVEL = 1
_JUDGED_ROWS, _NEARLY_RANDOM = 16_384, 7.2  # bits of a byte
KEY_PLANES = 3
LENGTH_PLANES = 4
_UNITS = (1_000_000, 1_000, 1)  # µs
_32_BITS = 0xFFFFFFFF
_ZEROS = bytes(ROWS_PER_BLOCK)
_OF_THREAD = threading.local()


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


def with_raw(shape: Shape, rows: Rows) -> Shape:
    """The shape with those planes left as they are that these rows, the first, fill with nearly random bytes."""
    if len(rows) < _JUDGED_ROWS:
        return shape
    some = _planes(rows.between(0, _JUDGED_ROWS), shape)
    counts = [np.bincount(some[:, plane].ravel(), minlength=256) for plane in range(shape.planes)]
    return replace(shape, raw=tuple(plane for plane, count in enumerate(counts) if plane >= KEY_PLANES and _bits(count) > _NEARLY_RANDOM))


def _bits(counts: Whole) -> float:
    """Entropy of a byte."""
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def encoded(rows: Rows, shape: Shape) -> Iterator[bytes]:
    """The blocks of the rows, which are in order."""
    compress = zstandard.ZstdCompressor(level=_LEVEL).compress
    count, raw = len(rows), len(shape.raw)
    planes = _planes(rows, shape)
    for start in range(0, count, ROWS_PER_BLOCK):
        end = min(start + ROWS_PER_BLOCK, count)
        block = planes[start // ROWS_PER_BLOCK, :, : end - start]
        body = block[raw:].tobytes()
        if shape.texts:
            body += b"".join(_text_parts([rows.texts.get(name, _NONE) for name in shape.texts], start, end))
        yield b"".join((rows.ids[start:end].tobytes(), block[:raw].tobytes(), compress(body)))


_NONE: Texts = np.zeros(0, dtype=object)


def decoded(content: bytes, raw: bytes, count: int, first_key: int, shape: Shape) -> Rows:
    """All rows of a block, as read and as unpacked."""
    body = np.frombuffer(raw, dtype=np.uint8)
    whole: dict[str, Whole] = {"key": keys_of(raw, count, first_key, len(shape.raw))}
    at, places = KEY_PLANES, shape.places()
    for name, packing in shape.packings.items():
        value = np.zeros(count, dtype=np.uint64)
        for plane, place in enumerate(places[at : at + packing.planes]):
            value |= body[place * count : (place + 1) * count].astype(np.uint64) << np.uint64(8 * plane)
        at += packing.planes
        value = value * np.uint64(packing.unit) + np.uint64(packing.least)
        if packing.like:
            value = (value + whole[packing.like]) & np.uint64(_32_BITS)
        whole[name] = value if name in WIDE else value.astype(np.uint32)
    texts = {}
    at, ends = at * count, (at + LENGTH_PLANES * len(shape.texts)) * count
    for name in shape.texts:
        lengths = body[at : at + LENGTH_PLANES * count].reshape(LENGTH_PLANES, count).T.copy().view("<u4").ravel()
        at += LENGTH_PLANES * count
        bounds = (ends + np.cumsum(np.concatenate([[0], lengths.astype(np.int64)]))).tolist()
        texts[name] = np.array([raw[a:b] for a, b in pairwise(bounds)], dtype=object)
        ends = bounds[-1]
    ids = np.frombuffer(content, dtype=np.uint8, count=count * ID_BYTES).reshape(count, ID_BYTES)
    return Rows(ids, whole, texts, shape.words)


def unpacked(content: bytes, count: int, raw: int) -> bytes:
    """The planes of a block as read, of which so many are raw."""
    try:
        decompress = _OF_THREAD.decompress
    except AttributeError:  # making one costs more than a block
        decompress = _OF_THREAD.decompress = zstandard.ZstdDecompressor().decompress
    begin = count * ID_BYTES
    packed = begin + count * raw
    body: bytes = content[begin:packed] + decompress(memoryview(content)[packed:])
    return body


def keys_of(body: bytes, count: int, first_key: int, raw: int) -> Whole:
    """The keys of a block's rows, in order."""
    at = raw * count  # their planes are never raw
    steps = np.frombuffer(body, np.uint8, count, at).astype(np.uint32)
    for plane in range(1, KEY_PLANES):
        at += count
        if body[at : at + count] != _ZEROS[:count]:
            steps += np.frombuffer(body, np.uint8, count, at).astype(np.uint32) << np.uint32(8 * plane)
    steps[0] += first_key
    keys: Whole = np.add.accumulate(steps, out=steps)
    return keys


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


def _planes(rows: Rows, shape: Shape) -> Any:
    """Bytes by block, plane, row; the last block is filled up."""
    count = len(rows)
    blocks = -(-count // ROWS_PER_BLOCK)
    planes = np.zeros((blocks, shape.planes, ROWS_PER_BLOCK), dtype=np.uint8)
    steps = np.diff(rows.whole["key"], prepend=rows.whole["key"][:1])
    steps[::ROWS_PER_BLOCK] = 0
    places = shape.places()
    _lay(planes, places[:KEY_PLANES], steps)
    at = KEY_PLANES
    for name, packing in shape.packings.items():
        if not packing.planes:
            continue
        column = rows.whole[name]
        if packing.like:
            column = column - rows.whole[packing.like]
        elif packing.unit > 1 or packing.least:
            column = (column - column.dtype.type(packing.least)) // column.dtype.type(packing.unit)
        _lay(planes, places[at : at + packing.planes], column)
        at += packing.planes
    return planes


def _lay(planes: Any, places: Sequence[int], column: Whole) -> None:
    blocks = len(planes)
    filled = np.zeros(blocks * ROWS_PER_BLOCK, dtype=column.dtype)
    filled[: len(column)] = column
    as_bytes = filled.view(np.uint8).reshape(blocks, ROWS_PER_BLOCK, column.dtype.itemsize)
    for plane, place in enumerate(places):
        planes[:, place, :] = as_bytes[:, :, plane]


def _text_parts(columns: Sequence[Texts], start: int, end: int) -> Iterator[bytes]:
    parts = [column[start:end].tolist() if len(column) else [b""] * (end - start) for column in columns]
    for part in parts:
        lengths = np.array([len(text) for text in part], dtype="<u4")
        yield lengths.view(np.uint8).reshape(end - start, LENGTH_PLANES).T.tobytes()
    for part in parts:
        yield b"".join(part)
