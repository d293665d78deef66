"""A table of a PostgreSQL database, in transactions that can only read."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import psycopg

from star57.agent.stores.in_place.sources import Dialect, SourceProblem, TimeKind

_DIALECT = Dialect(mark="%s", quote='"', text="text", text_time="")
_KINDS = {"timestamp without time zone": TimeKind.LOCAL, "timestamp with time zone": TimeKind.INSTANT}
_NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
_OPTIONS = "-c default_transaction_read_only=on -c timezone=UTC -c statement_timeout=120s"
_CONNECT_WITHIN_S = 10


class PostgresqlTable:
    """Implements Source."""

    dialect = _DIALECT
    origin_column: str | None = None

    def __init__(self, url: str, table: str) -> None:
        parts = urlsplit(url)
        self._url, self._table = url, table
        self._from = ".".join(_DIALECT.name(part) for part in table.split("."))
        self.where = f"{parts.hostname}{parts.path}, table {table}"

    def columns(self) -> Mapping[str, TimeKind]:
        question = "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        rows = self._run(f"{question} AND NOT attisdropped ORDER BY attnum", [self._from])
        return {name: _KINDS.get(kind, TimeKind.NUMBER if kind in _NUMBERS else TimeKind.TEXT) for name, kind in rows}

    def rows(self, columns: str, condition: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        return self._run(f"SELECT {columns} FROM {self._from} WHERE {condition}", parameters)

    def size_bytes(self) -> int:
        ((size,),) = self._run("SELECT pg_total_relation_size(%s::regclass)", [self._from])
        return int(size)

    def _run(self, statement: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        try:
            with psycopg.connect(self._url, autocommit=True, connect_timeout=_CONNECT_WITHIN_S, options=_OPTIONS) as database:
                return database.execute(statement.encode(), list(parameters)).fetchall()
        except psycopg.Error as problem:
            said = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
            raise SourceProblem(f"{self.where}: PostgreSQL cannot be asked: {said}") from problem
