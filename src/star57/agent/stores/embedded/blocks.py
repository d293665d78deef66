"""Blocks: up to 256 rows as record ids and byte planes, most of them compressed. Encodes whole segments at once. Pure."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import zstandard

from star57.agent.stores.embedded.alike import Texts, Whole
from star57.agent.stores.embedded.fields import ID_BYTES
from star57.agent.stores.embedded.rows import Rows
from star57.agent.stores.embedded.shapes import KEY_PLANES, ROWS_PER_BLOCK, Lying, Shape

_LEVEL = 1
_JUDGED_ROWS, _NEARLY_RANDOM = 16_384, 7.2  # bits of a byte
LENGTH_PLANES = 4
_32_BITS = 0xFFFFFFFF
_ZEROS = bytes(ROWS_PER_BLOCK)
_OF_THREAD = threading.local()


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


def decoded(content: bytes, raw: bytes, count: int, first_key: int, shape: Shape, lying: Sequence[Lying]) -> Rows:
    """All rows of a block, as read and as unpacked; `lying`: the shape's."""
    body = np.frombuffer(raw, dtype=np.uint8)
    whole: dict[str, Whole] = {"key": keys_of(raw, count, first_key, len(shape.raw))}
    for name, kind, (least, _, unit, like), places, same in lying:
        if same is not None:
            whole[name] = same[:count]
            continue
        if not places:
            whole[name] = whole[like]
            continue
        value: Whole = body[places[0] * count : (places[0] + 1) * count].astype(kind)
        for plane, place in enumerate(places[1:], start=1):
            value |= body[place * count : (place + 1) * count].astype(kind) << kind(8 * plane)
        if unit > 1 or least:
            value = value * kind(unit) + kind(least)
        whole[name] = value + whole[like] if like else value  # 32 bits of the sum
    texts = {}
    at = shape.planes * count if shape.texts else 0
    ends = at + LENGTH_PLANES * len(shape.texts) * count
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
