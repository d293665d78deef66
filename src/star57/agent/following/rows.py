"""A source of a database's table: asks for the rows behind its mark, and again for those just before it, which may be committed late."""

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from star57 import clock
from star57.agent.following.gathering import Gathering
from star57.agent.following.tables import FollowTable
from star57.agent.following.taken import Taken
from star57.agent.formats import CannotRead, FormatOptions, Unreadable
from star57.agent.formats.rows import ROW_FORMATS, ReadRow
from star57.agent.stores.files import StoreProblem
from star57.agent.stores.in_place.sources import Source as Rows
from star57.agent.stores.in_place.sources import SourceProblem

_ROWS_AT_A_TIME = 10_000
_SHARE_OF_LOOKING_BACK = 10
_MOST_SEEN = 500_000


class RowSource:
    """Implements Source. The mark that is kept stood `late_s` ago: rows from it on are read again, and known ones passed over."""

    def __init__(self, table: FollowTable, options: FormatOptions, mark: str | None, opened: Callable[[], Rows]) -> None:
        self.name = table.name
        self._table, self._options, self._opened = table, options, opened
        self._rows: Rows | None = None
        self._read: ReadRow | None = None
        self._columns: tuple[str, ...] = ()
        self._kept_mark = self._safe = self._reached = None if mark is None else _value(mark)
        self._is_kept = True
        self._reached_at: deque[tuple[float, Any]] = deque()
        self._seen = dict[int, Any]()  # hash of a row -> its mark; only of those that will be read again
        self._look_back_at = 0.0

    def taken(self) -> Iterator[Taken]:
        gathering = Gathering()
        self._connect()
        if not self._is_kept:
            self._go_back_to(self._kept_mark)
        looks_back, asked_for_s = clock.monotonic() >= self._look_back_at, 0.0
        at = self._safe if looks_back else self._reached
        while True:
            began = clock.monotonic()
            found = self._page(at)
            asked_for_s += clock.monotonic() - began
            self._take(found, gathering)
            last = found[-1][self._mark_at] if found else at
            is_last = len(found) < _ROWS_AT_A_TIME or last == at
            gathering.taken.is_caught_up = is_last
            if last is not None:
                gathering.taken.mark = self._passed(last)
            if is_last:
                self._check(found, at, gathering)
            if len(found) == _ROWS_AT_A_TIME and last == at:
                self._name_a_crowd(last, gathering)
            self._is_kept = False
            yield gathering.handed_over()
            self._is_kept, self._kept_mark = True, self._safe
            at = last
            if is_last:
                break
        if looks_back:  # seldom where it is slow, and still some times before a row is too old to be looked for
            self._look_back_at = clock.monotonic() + min(_SHARE_OF_LOOKING_BACK * asked_for_s, self._table.late_s / 4)

    @property
    def _mark_at(self) -> int:
        return self._columns.index(self._table.mark)

    def _connect(self) -> None:
        if self._read is not None:
            return
        self._rows = self._opened()
        self._columns = tuple(self._rows.columns())
        if self._table.mark not in self._columns:
            has = ", ".join(self._columns)[:200]
            raise SourceProblem(f"{self._rows.where}: there is no column {self._table.mark!r} to follow it by: say mark = one of {has}")
        try:
            self._read = ROW_FORMATS[self._table.format](self._columns, self._options, self._rows.where)
        except CannotRead as problem:
            raise StoreProblem(str(problem)) from problem

    def _page(self, at: Any) -> Sequence[Sequence[Any]]:
        assert self._rows is not None
        dialect = self._rows.dialect
        mark = dialect.name(self._table.mark)
        columns = ", ".join(map(dialect.name, self._columns))
        where = f"{mark} IS NOT NULL" if at is None else f"{mark} >= {dialect.mark}"
        return self._rows.rows(columns, f"{where} ORDER BY {mark} LIMIT {_ROWS_AT_A_TIME}", [] if at is None else [at])

    def _take(self, found: Sequence[Sequence[Any]], gathering: Gathering) -> None:
        assert self._rows is not None
        assert self._read is not None
        for row in found:
            mark = row[self._mark_at]
            key = hash(tuple(map(str, row)))
            if key in self._seen:
                continue
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()  # a backlog: the store knows them
            self._seen[key] = mark
            number = mark if isinstance(mark, int) else 0
            item = self._read(row, number, f"{self._rows.where}, {self._table.mark} {mark}")
            if isinstance(item, Unreadable):
                gathering.take(self._rows.where, [], [item])
            elif item is not None:
                gathering.take(self._rows.where, [item], [])

    def _passed(self, last: Any) -> str | None:
        """The mark to keep: the one that stood `late_s` ago. Until there is one, the first of this run."""
        now = clock.monotonic()
        self._reached = last
        if not self._reached_at or self._reached_at[-1][1] != last:
            self._reached_at.append((now, last))
        safe = self._safe
        while self._reached_at and now - self._reached_at[0][0] >= self._table.late_s:
            safe = self._reached_at.popleft()[1]
        if safe == self._safe:
            return None
        self._safe = safe
        self._seen = {key: mark for key, mark in self._seen.items() if mark >= safe}
        return _text(safe)

    def _check(self, found: Sequence[Sequence[Any]], at: Any, gathering: Gathering) -> None:
        """Nothing at or behind the mark, and something before it: the table was emptied or begun anew."""
        if found or at is None:
            return
        assert self._rows is not None
        mark = self._rows.dialect.name(self._table.mark)
        ((highest,),) = self._rows.rows(f"max({mark})", "1 = 1", [])
        if highest is not None and highest < at:
            words = f"{self._rows.where}: {self._table.mark} went back from {at} to {highest}: it is read from its beginning again"
            gathering.trouble(self._rows.where, words)
            gathering.gap(words)
            self._go_back_to(None)
            gathering.taken.mark = "null"

    def _name_a_crowd(self, mark: Any, gathering: Gathering) -> None:
        assert self._rows is not None
        crowd = f"{_ROWS_AT_A_TIME} rows or more have {self._table.mark} {mark}"
        words = f"{self._rows.where}: {crowd}: follow it by a column that tells rows apart"
        gathering.trouble(self._rows.where, words)
        gathering.gap(words)

    def _go_back_to(self, mark: Any) -> None:
        self._safe = self._reached = mark
        self._reached_at.clear()
        self._seen.clear()
        self._look_back_at = 0.0


def _text(mark: Any) -> str:
    return json.dumps({"at": mark.isoformat()} if isinstance(mark, datetime) else mark, default=str)


def _value(text: str) -> Any:
    value = json.loads(text)
    return datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
