"""A table of a MariaDB or MySQL database, in transactions that can only read."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any
from urllib.parse import unquote, urlsplit

import pymysql

from star57.agent.stores.in_place.sources import Dialect, SourceProblem, TimeKind

_DIALECT = Dialect(mark="%s", quote="`", text="CHAR", text_time="")
_KINDS = {"datetime": TimeKind.LOCAL, "timestamp": TimeKind.INSTANT}
_NUMBERS = frozenset({"tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double"})
_PORT = 3306
_CONNECT_WITHIN_S, _REPLY_WITHIN_S = 10, 120


class MariadbTable:
    """Implements Source. A TIMESTAMP is read in UTC; a DATETIME is the wall clock of the description's zone."""

    dialect = _DIALECT
    origin_column: str | None = None

    def __init__(self, url: str, table: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "localhost", parts.port or _PORT
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._database = parts.path.strip("/")
        *schema, self._name = table.split(".")
        self._schema = schema[0] if schema else self._database
        self._from = ".".join(_DIALECT.name(part) for part in table.split("."))
        self.where = f"{self._host}/{self._database}, table {table}"

    def columns(self) -> Mapping[str, TimeKind]:
        question = "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = %s AND table_name = %s"
        rows = self._run(f"{question} ORDER BY ordinal_position", [self._schema, self._name])
        if not rows:
            raise SourceProblem(f"{self.where}: there is no such table, or its columns may not be read")
        return {name: _KINDS.get(kind, TimeKind.NUMBER if kind in _NUMBERS else TimeKind.TEXT) for name, kind in rows}

    def rows(self, columns: str, condition: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        return self._run(f"SELECT {columns} FROM {self._from} WHERE {condition}", parameters)

    def size_bytes(self) -> int:
        question = "SELECT data_length + index_length FROM information_schema.tables WHERE table_schema = %s AND table_name = %s"
        return sum(int(size or 0) for (size,) in self._run(question, [self._schema, self._name]))

    def _run(self, statement: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        try:
            with closing(self._connection()) as database, database.cursor() as cursor:
                cursor.execute("SET SESSION time_zone = '+00:00'")
                cursor.execute(statement, list(parameters))
                return list(cursor.fetchall())
        except pymysql.Error as problem:
            raise SourceProblem(f"{self.where}: MariaDB cannot be asked: {problem.args[-1] if problem.args else problem}") from problem

    def _connection(self) -> Any:
        return pymysql.connect(
            host=self._host,
            port=self._port,
            user=self._user,
            password=self._password,
            database=self._database,
            charset="utf8mb4",
            autocommit=True,
            connect_timeout=_CONNECT_WITHIN_S,
            read_timeout=_REPLY_WITHIN_S,
            init_command="SET SESSION TRANSACTION READ ONLY",
        )
