"""A table of an SQLite file, opened for reading only."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from star57.agent.stores.in_place.sources import Dialect, SourceProblem, TimeKind

_BUSY_S = 20.0
# Any column may hold anything: what is no time is left to be judged row by row.
_DIALECT = Dialect(
    mark="?",
    quote='"',
    text="TEXT",
    text_time="coalesce(julianday({column}) BETWEEN julianday(?) AND julianday(?), 1)",
)


class SqliteTable:
    """Implements Source."""

    dialect = _DIALECT
    origin_column: str | None = None

    def __init__(self, path: Path, table: str) -> None:
        self._path, self._table = path, _DIALECT.name(table)
        self.where = f"{path.name}, table {table}"

    def columns(self) -> Mapping[str, TimeKind]:
        rows = self._run(f"SELECT name FROM pragma_table_info({self._table})", [])
        if not rows:
            raise SourceProblem(f"{self.where}: there is no such table")
        return {name: TimeKind.TEXT for (name,) in rows}

    def rows(self, columns: str, condition: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        return self._run(f"SELECT {columns} FROM {self._table} WHERE {condition}", parameters)

    def size_bytes(self) -> int:
        return self._path.stat().st_size

    def _run(self, statement: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        try:
            with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)) as database:
                return database.execute(statement, list(parameters)).fetchall()
        except sqlite3.Error as problem:
            raise SourceProblem(f"{self.where}: SQLite cannot read it: {problem}") from problem
