"""A portion of a CSV file becomes rows by day, in order and without doubles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from star57.agent.bulk.cells import Cells, NeedsParsing, cells_of
from star57.agent.bulk.columns import Columns
from star57.agent.formats.mapped_csv import Header
from star57.agent.formats.reading import FormatOptions
from star57.agent.stores.codes import instant_of
from star57.agent.stores.embedded.alike import Texts, Whole, alike, chained
from star57.agent.stores.embedded.known import distinct
from star57.agent.stores.embedded.rows import Rows, chained_texts

_DAY_US = timedelta(days=1) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class RowsByDay:
    """UTC day -> rows. `shown`: the least and the greatest start as written, whatever the zone, in µs since 1970. `lines`: read."""

    days: Mapping[str, Rows]
    shown: tuple[int, int]
    lines: int


class PortionReader:
    """Reads one file, portion by portion, and remembers what its texts mean."""

    def __init__(self, header: Header, options: FormatOptions) -> None:
        self._header, self._columns = header, Columns(header, options)

    def read(self, portion: Iterable[bytes], name: str, first_line: int) -> RowsByDay:
        """`portion`: whole lines, some at a time; `name` and `first_line`: where they stand. Raises NeedsParsing."""
        self._columns.begin_portion()
        ids, wholes, texts = [], list[dict[str, Whole]](), list[dict[str, Texts]]()
        for lines in portion:
            cells = self._cells(lines)
            ids.append(cells.prints())
            whole, told = self._columns.columns(cells)
            wholes.append(whole)
            texts.append(told)
        if self._columns.clock.shown is None:
            raise NeedsParsing
        joined = {column: chained([whole[column] for whole in wholes]) for column in wholes[0]}
        count = sum(map(len, ids))
        joined["origin"] = alike(1, count)
        joined["origin#"] = np.arange(first_line + 1, first_line + 1 + count, dtype=np.uint32)
        words = {**self._columns.words(), "origin": [name]}
        rows = distinct(Rows(np.concatenate(ids), joined, chained_texts(texts, list(map(len, ids))), words))
        return RowsByDay(_by_day(rows), self._columns.clock.shown, count)

    def _cells(self, lines: bytes) -> Cells:
        return cells_of(lines, self._header.delimiter, len(self._header.columns))


def _by_day(rows: Rows) -> Mapping[str, Rows]:
    """With the starts as what they are within their day."""
    starts = rows.whole["start"]
    first, last = int(starts.min()) // _DAY_US, int(starts.max()) // _DAY_US
    days = {}
    for day in range(first, last + 1):
        within = starts - day * _DAY_US
        there = None if first == last else np.flatnonzero((within >= 0) & (within < _DAY_US))
        if there is None or len(there):
            of_day = Rows(rows.ids, {**rows.whole, "start": within.astype(np.uint64)}, rows.texts, rows.words)
            days[_name(day)] = (of_day if there is None else of_day.taken(there)).in_order()
    return days


def _name(day: int) -> str:
    return instant_of(day * _DAY_US).date().isoformat()
