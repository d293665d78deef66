"""What the store is measured beside: the same records in other engines, each asked the same question in its own best way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import duckdb
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.store_records import Asked
from star57.agent.formats import FormatOptions
from star57.agent.importing import import_files
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.numbers import number_key

NEAR = timedelta(seconds=60)
COLUMNS = "started_at, called_in, calling_in, duration_s, trunk_in, trunk_out, source, release"


class Engine(Protocol):
    """`folder`: where its files lie, None for one whose cache cannot be dropped from here."""

    name: str
    folder: Path | None

    def load(self, files: Sequence[Path]) -> None: ...

    def count(self, asked: Asked) -> int:
        """How many calls of these numbers began within a minute of this instant."""
        ...

    def size_bytes(self) -> int: ...


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Ours:
    name = "star57"

    def __init__(self, folder: Path) -> None:
        self.folder: Path | None = folder
        self.store = EmbeddedStore(folder)

    def load(self, files: Sequence[Path]) -> None:
        import_files(self.store, "csv", files, FormatOptions(), on_progress=lambda _now: None)

    def count(self, asked: Asked) -> int:
        found = self.store.by_called(number_key(asked.called), Span(asked.at - NEAR, asked.at + NEAR))
        return sum(one.called_in == asked.called and one.calling_in == asked.calling for one in found)

    def size_bytes(self) -> int:
        return self.store.health().size_bytes


class DuckParquet:
    """A Parquet file for each day, sorted as our segments are."""

    name = "DuckDB on Parquet"

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder: Path | None = folder
        self._engine = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "4GB", "TimeZone": "UTC"})

    def load(self, files: Sequence[Path]) -> None:
        kinds = "{'started_at': 'TIMESTAMP', 'called_in': 'VARCHAR', 'calling_in': 'VARCHAR'}"
        for number, file in enumerate(files):
            there = f"read_csv('{file}', types = {kinds})"
            days = self._engine.execute(f"SELECT DISTINCT CAST(started_at AS DATE) FROM {there}").fetchall()
            for (day,) in days:
                (self.folder / f"day={day}").mkdir(exist_ok=True)  # type: ignore[operator]
                rows = f"SELECT {COLUMNS} FROM {there} WHERE CAST(started_at AS DATE) = '{day}' ORDER BY called_in, started_at"
                self._engine.execute(f"COPY ({rows}) TO '{self.folder}/day={day}/{number}.parquet' (COMPRESSION zstd, ROW_GROUP_SIZE 8192)")

    def count(self, asked: Asked) -> int:
        at = asked.at.replace(tzinfo=None)
        days = sorted({f"{(at + shift).date()}" for shift in (-NEAR, NEAR)})
        files = [f"{self.folder}/day={day}/*.parquet" for day in days if (self.folder / f"day={day}").exists()]  # type: ignore[operator]
        question = "SELECT count(*) FROM read_parquet(?) WHERE called_in = ? AND calling_in = ? AND started_at BETWEEN ? AND ?"
        (found,) = self._engine.execute(question, [files, asked.called, asked.calling, at - NEAR, at + NEAR]).fetchone() or (0,)
        return int(found)

    def size_bytes(self) -> int:
        return bytes_in(self.folder)  # type: ignore[arg-type]


class Sqlite:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder: Path | None = folder
        self._database = sqlite3.connect(folder / "calls.db", isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(f"CREATE TABLE calls ({COLUMNS})")

    def load(self, files: Sequence[Path]) -> None:
        for file in files:
            with file.open(encoding="ascii") as lines:
                next(lines)
                self._database.execute("BEGIN")
                self._database.executemany(
                    "INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (line.rstrip().split(",") for line in lines)
                )
                self._database.execute("COMMIT")
        self._database.execute("CREATE INDEX IF NOT EXISTS by_called ON calls (called_in, started_at)")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def count(self, asked: Asked) -> int:
        span = [f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z" for at in (asked.at - NEAR, asked.at + NEAR)]
        question = "SELECT count(*) FROM calls WHERE called_in = ? AND started_at BETWEEN ? AND ? AND calling_in = ?"
        (found,) = self._database.execute(question, [asked.called, *span, asked.calling]).fetchone()
        return int(found)

    def size_bytes(self) -> int:
        return bytes_in(self.folder)  # type: ignore[arg-type]


class Postgresql:
    """Its own buffers cannot be dropped from here: only warm figures."""

    name = "PostgreSQL"
    folder: Path | None = None

    def __init__(self, url: str) -> None:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("CREATE DATABASE calls")
        self._database = psycopg.connect(url.rpartition("/")[0] + "/calls", autocommit=True)
        kinds = "started_at timestamptz, called_in text, calling_in text, duration_s int, trunk_in text, trunk_out text"
        kinds += ", source text, release int"
        self._database.execute(f"CREATE TABLE calls ({kinds})".encode())

    def load(self, files: Sequence[Path]) -> None:
        for file in files:
            with file.open("rb") as content, self._database.cursor().copy("COPY calls FROM STDIN (FORMAT csv, HEADER)") as copy:
                while block := content.read(1 << 20):
                    copy.write(block)
        self._database.execute("CREATE INDEX IF NOT EXISTS by_called ON calls (called_in, started_at)")

    def count(self, asked: Asked) -> int:
        question = "SELECT count(*) FROM calls WHERE called_in = %s AND started_at BETWEEN %s AND %s AND calling_in = %s"
        row = self._database.execute(question, [asked.called, asked.at - NEAR, asked.at + NEAR, asked.calling]).fetchone()
        return int(row[0]) if row else 0

    def size_bytes(self) -> int:
        row = self._database.execute("SELECT pg_total_relation_size('calls')").fetchone()
        return int(row[0]) if row else 0


class Grep:
    """The CSV files as they are; they are there already, so that nothing is loaded."""

    name = "grep"

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.folder: Path | None = folder
        self._files = files

    def load(self, files: Sequence[Path]) -> None: ...

    def count(self, asked: Asked) -> int:
        command = ["grep", "-hF", f",{asked.called},{asked.calling},", *map(str, self._files)]
        found = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}).stdout.splitlines()
        span = [f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z" for at in (asked.at - NEAR, asked.at + NEAR)]
        return sum(span[0] <= line.partition(",")[0] <= span[1] for line in found)

    def size_bytes(self) -> int:
        return sum(file.stat().st_size for file in self._files)
