"""One row of an unpacked block as a call record, without touching the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from math import ceil

import numpy as np

from star57.agent.cdr import Cdr
from star57.agent.stores.codes import CDR_COLUMNS, instant_of
from star57.agent.stores.embedded import fields
from star57.agent.stores.embedded.blocks import LENGTH_PLANES
from star57.agent.stores.embedded.rows import Rows
from star57.agent.stores.embedded.shapes import Packing, Shape

_MICROS = 1_000_000
_NOT_SHOWN = ("other", "calling", "calling_too")


def _is_same(packing: Packing) -> bool:
    return not packing.planes and not packing.like


class RecordPlan:
    """Where the shape of a segment puts each field."""

    def __init__(self, shape: Shape, day_us: int) -> None:
        self._day_us, self._shape = day_us, shape
        self._planes = {one.name: one.places[::-1] for one in shape.lying()}
        self._texts_at = shape.planes
        self._columns = tuple(name for name in shape.packings if name not in _NOT_SHOWN)
        self._start, self._within = self._reading("start"), self._reading("within_s")
        self._same = {name: shape.packings[name].least for name in self._columns if _is_same(shape.packings[name])}
        self._packings = [
            (name, self._planes[name], p.unit, p.least, p.like)
            for name, p in shape.packings.items()
            if name in self._columns and name not in self._same
        ]
        self._values: dict[str, object] = dict.fromkeys(CDR_COLUMNS, "")
        self._worded = [field for field in fields.WORDS if not self._is_word_same(field)]
        self._told = [field for field in fields.PLAIN_TEXTS if field in shape.texts]

    def _is_word_same(self, field: str) -> bool:
        """Whether all rows have the same; then it stands in the values they begin with."""
        code, number = self._same.get(field), self._same.get(f"{field}#") if field in fields.SPLIT else 0
        if not code or number is None:
            return False
        self._values[field] = fields.joined(field, self._shape.words[fields.DICTIONARY[field]][code - 1], number)
        return True

    def rows_in(self, body: bytes, count: int, rows: range, since_us: int, until_us: int, widest_us: int) -> Iterator[int]:
        """Which of these rows of one key, so in the order of their starts, may begin in the span."""
        at = bisect_left(rows, since_us - widest_us, key=lambda row: self._value(body, count, row, self._start) + self._day_us)
        for row in rows[at:]:
            if self._day_us + self._value(body, count, row, self._start) >= until_us:
                return
            if self.may_begin(body, count, row, since_us, until_us):
                yield row

    def may_begin(self, body: bytes, count: int, row: int, since_us: int, until_us: int) -> bool:
        """Whether this row's start may lie in the span."""
        start = self._day_us + self._value(body, count, row, self._start)
        within = self._value(body, count, row, self._within)
        if "within_s" in self._shape.texts and (told := self._text(body, count, row).get("within_s")):
            within = ceil(float(told) * _MICROS)
        return start < until_us and start + within >= since_us

    def record(self, content: bytes, body: bytes, count: int, row: int, key: int) -> Cdr:
        """`content`: the block as read, `body`: unpacked, of so many rows; `key`: the row's."""
        whole = {**self._same, "key": key}
        for name, planes, unit, least, like in self._packings:
            value = 0
            for plane in planes:
                value = value << 8 | body[plane * count + row]
            value = value * unit + least
            whole[name] = (value + whole[like]) & 0xFFFFFFFF if like else value
        texts = self._text(body, count, row) if self._shape.texts else {}
        return self._made(whole, texts, content[row * fields.ID_BYTES : (row + 1) * fields.ID_BYTES])

    def records(self, rows: Rows) -> Iterator[Cdr]:
        """All of a decoded block."""
        columns = {name: rows.whole[name].tolist() for name in ("key", *self._columns)}
        texts = {name: column.tolist() for name, column in rows.texts.items()}
        for row in range(len(rows)):
            whole = {name: column[row] for name, column in columns.items()}
            told = {name: column[row].decode("utf-8", "surrogatepass") for name, column in texts.items() if column[row]}
            yield self._made(whole, told, rows.ids[row].tobytes())

    def _made(self, whole: dict[str, int], texts: dict[str, str], id_bytes: bytes) -> Cdr:
        values = self._values.copy()
        for field in self._worded:
            if code := whole[field]:
                word = self._shape.words[fields.DICTIONARY[field]][code - 1]
                values[field] = fields.joined(field, word, whole[f"{field}#"]) if field in fields.SPLIT else word
            else:
                values[field] = texts.get(field, "")
        for field in self._told:
            values[field] = texts.get(field, "")
        record_id = texts.get("record_id") or id_bytes.hex()
        values["record_id"] = record_id
        values["call_ref"] = (texts.get("call_ref", ""), values["call_id"], record_id)[whole["ref"]]
        values["started_at"] = instant_of(self._day_us + whole["start"])
        for field in ("within_s", "duration_s"):
            values[field] = float(texts[field]) if field in texts else whole[field] / _MICROS
        return Cdr(*values.values())  # type: ignore[arg-type]

    def _reading(self, name: str) -> tuple[tuple[int, ...], int, int]:
        return self._planes[name], self._shape.packings[name].unit, self._shape.packings[name].least

    def _value(self, body: bytes, count: int, row: int, reading: tuple[tuple[int, ...], int, int]) -> int:
        planes, unit, least = reading
        value = 0
        for plane in planes:
            value = value << 8 | body[plane * count + row]
        return value * unit + least

    def _text(self, body: bytes, count: int, row: int) -> dict[str, str]:
        found = {}
        at, bodies = self._texts_at * count, (self._texts_at + LENGTH_PLANES * len(self._shape.texts)) * count
        for name in self._shape.texts:
            planes = np.frombuffer(body, np.uint8, LENGTH_PLANES * count, at).reshape(LENGTH_PLANES, count)
            ends = planes.T.copy().view("<u4").ravel().cumsum()
            start, end = bodies + int(ends[row - 1] if row else 0), bodies + int(ends[row])
            if start < end:
                found[name] = body[start:end].decode("utf-8", "surrogatepass")
            at += LENGTH_PLANES * count
            bodies += int(ends[-1])
        return found
