"""A store over records of others: asks their engine for candidates, and judges each row as an import would."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from operator import attrgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from star57.agent.cdr import Cdr
from star57.agent.formats.reading import BadValue
from star57.agent.formats.times import read_time
from star57.agent.stores.contract import Span, StoreHealth
from star57.agent.stores.in_place import conditions
from star57.agent.stores.in_place.column_map import BadMap, ColumnMap
from star57.agent.stores.in_place.conditions import Condition
from star57.agent.stores.in_place.sources import Source, SourceProblem, TimeKind
from star57.agent.stores.judging import has_call_id, has_origid, may_begin_in
from star57.agent.stores.read_only import ReadOnly

_NUMBERS_AT_ONCE = 100  # in one statement
_in_order_of_start = attrgetter("started_at", "record_id")


@dataclass(frozen=True, slots=True)
class Layout:
    """How their columns are to be read. `day`: a column with the day of the start, "" for none; `keys`: columns with the last seven
    digits of a called number."""

    mapped: dict[str, str]
    zone: ZoneInfo
    day: str
    keys: tuple[str, ...]


class InPlaceStore(ReadOnly):
    """Implements the reading part of CdrStore. A row that has the number sought and a time nobody can read is refused, not passed by."""

    def __init__(self, described_in: Path, source: Source, layout: Layout) -> None:
        super().__init__(described_in)
        there = source.columns()
        self._source, self._layout, self._dialect = source, layout, source.dialect
        self._map = ColumnMap(source.where, tuple(there), layout.mapped, layout.zone)
        if missing := [column for column in (*layout.keys, layout.day) if column and column not in there]:
            raise BadMap(f"{source.where}: there is no column {missing[0]!r}: there are {', '.join(there)[:200]}")
        self._kind = there[self._map.column("started_at")]

    def by_called(self, key: str, span: Span) -> Sequence[Cdr]:
        if not key:
            return []
        called = conditions.called(self._map, self._layout.keys, self._dialect, key)
        rows = self._rows(_all_of([called, *self._when(span)]))
        here = (row for row in rows if key in self._map.keys_in_row(row, "called_in", "called_out"))
        return _sorted(one for one in self._records(here) if may_begin_in(one, span))

    def by_calling(self, keys: Collection[str], span: Span) -> Sequence[Cdr]:
        wanted = sorted(set(keys) - {""})
        found: list[Cdr] = []
        for start in range(0, len(wanted), _NUMBERS_AT_ONCE):
            some = set(wanted[start : start + _NUMBERS_AT_ONCE])
            calling = conditions.calling(self._map, self._dialect, sorted(some))
            rows = self._rows(_all_of([calling, *self._when(span)])) if calling else ()
            here = (row for row in rows if some & self._map.keys_in_row(row, "calling_in", "calling_out"))
            found += [one for one in self._records(here) if may_begin_in(one, span)]
        return _sorted(iter(found))

    def by_call_id(self, call_id: str) -> Sequence[Cdr]:
        condition = conditions.call_id(self._map, self._dialect, call_id) if call_id else None
        return _sorted(one for one in self._records(self._rows(condition)) if has_call_id(one, call_id)) if condition else []

    def by_origid(self, origid: str) -> Sequence[Cdr]:
        """Goes through every Identity header: slow over large tables."""
        condition = conditions.origid(self._map, self._dialect, origid) if origid else None
        return _sorted(one for one in self._records(self._rows(condition)) if has_origid(one, origid)) if condition else []

    def health(self) -> StoreHealth:
        """Counts every row: quick over Parquet, slow over large tables."""
        column = self._expression(self._map.column("started_at"))
        ((records, first, last),) = self._source.rows(f"count(*), min({column}), max({column})", "1 = 1", [])
        if not records:
            return StoreHealth(0, None, None, 0)
        try:
            bounds = [read_time(self._instant(value), self._layout.zone, "start").at for value in (first, last)]
        except BadValue as problem:
            raise SourceProblem(f"{self._source.where}: a start cannot be read: {problem}") from problem
        return StoreHealth(int(records), bounds[0], bounds[1], self._source.size_bytes())

    def _when(self, span: Span) -> list[Condition]:
        found = [conditions.started(self._map, self._kind, self._dialect, span, self._layout.zone)]
        return [*found, conditions.on_days(self._layout.day, self._dialect, span)] if self._layout.day else found

    def _rows(self, condition: Condition) -> Sequence[Sequence[Any]]:
        columns = [self._expression(column) for column in self._map.columns]
        if self._source.origin_column:
            columns.append(self._dialect.name(self._source.origin_column))
        return self._source.rows(", ".join(columns), *condition)

    def _expression(self, column: str) -> str:
        name = self._dialect.name(column)
        is_instant = column == self._map.column("started_at") and self._kind is TimeKind.INSTANT
        return self._dialect.instant.format(column=name) if is_instant else name

    def _instant(self, value: Any) -> Any:
        return value.replace(tzinfo=UTC) if self._kind is TimeKind.INSTANT and value.tzinfo is None else value

    def _records(self, rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> Iterator[Cdr]:
        width = len(self._map.columns)
        start = self._map.columns.index(self._map.column("started_at"))
        for row in rows:
            origin = str(row[width]) if self._source.origin_column else self._source.where
            values = [self._instant(value) if at == start and value is not None else value for at, value in enumerate(row[:width])]
            try:
                yield self._map.record(values, origin)
            except BadValue as problem:
                said = f"a row with this number cannot be read ({problem}): correct it, or leave it out by a view"
                raise SourceProblem(f"{origin}: {said}") from problem


def _all_of(found: Sequence[Condition]) -> Condition:
    return " AND ".join(text for text, _ in found), [one for _, parameters in found for one in parameters]


def _sorted(records: Iterator[Cdr]) -> Sequence[Cdr]:
    return sorted({record.record_id: record for record in records}.values(), key=_in_order_of_start)
