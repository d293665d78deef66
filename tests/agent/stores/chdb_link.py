"""Today's ClickHouse in this process, behind the store's Link: its dialect without a server."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import chdb
from chdb.session import Session

from star57.agent.stores.clickhouse.link import ClickHouseProblem


def session_in(folder: Path) -> Session:
    """The engine, which keeps its data in the folder. One at a time in a process."""
    return Session(str(folder))


class ChdbLink:
    """Links share the process's one engine; each has a database of its own."""

    def __init__(self, session: Session, database: str) -> None:
        self._session, self._database = session, database
        session.query(f"CREATE DATABASE IF NOT EXISTS {database}")

    def ask(self, statement: str) -> Sequence[tuple[Any, ...]]:
        try:
            self._session.query(f"USE {self._database}")
            answer = json.loads(self._session.query(statement, "JSONCompact").bytes())
        except chdb.ChdbError as problem:
            raise ClickHouseProblem(str(problem)) from problem
        dates = [column["type"] == "Date" for column in answer["meta"]]
        return [
            tuple(date.fromisoformat(value) if is_date else value for value, is_date in zip(row, dates, strict=True))
            for row in answer["data"]
        ]

    def do(self, statement: str) -> None:
        try:
            self._session.query(f"USE {self._database}")
            self._session.query(statement)
        except chdb.ChdbError as problem:
            raise ClickHouseProblem(str(problem)) from problem

    def insert(self, table: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
        rows = (json.dumps(dict(zip(columns, row, strict=True)), default=str) for row in zip(*values, strict=True))
        self.do(f"INSERT INTO {table} ({', '.join(columns)}) FORMAT JSONEachRow {' '.join(rows)}")
