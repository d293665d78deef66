"""What the store is measured beside: the same records in other engines, each asked the same question in its own best way."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.store_engines import NEAR, as_written, bytes_in
from bench.store_records import Asked

COLUMNS = "started_at, called_in, calling_in, duration_s, trunk_in, trunk_out, source, release"
GROUP_ROWS = 8_192


class DayFiles:
    """A Parquet file for each day and file read, sorted as our segments are; times are UTC without a zone."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._files = folder
        self.folder: Path | None = folder

    def place(self, day: object, number: int) -> Path:
        (self._files / f"day={day}").mkdir(exist_ok=True)
        return self._files / f"day={day}" / f"{number}.parquet"

    def near(self, at: datetime) -> list[str]:
        days = sorted({(at + shift).date() for shift in (-NEAR, NEAR)})
        return [str(path) for day in days for path in sorted((self._files / f"day={day}").glob("*.parquet"))]

    def size_bytes(self) -> int:
        return bytes_in(self._files)


class DuckParquet(DayFiles):
    name = "DuckDB on Parquet"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        limits = {"threads": 2, "memory_limit": "4GB", "temp_directory": str(folder.parent / "duckdb-work")}
        self._engine = duckdb.connect(":memory:", config=limits)

    def load(self, files: Sequence[Path]) -> None:
        kinds = "{'started_at': 'TIMESTAMP', 'called_in': 'VARCHAR', 'calling_in': 'VARCHAR'}"
        for number, file in enumerate(files):
            self._engine.execute(f"CREATE OR REPLACE TABLE calls AS SELECT {COLUMNS} FROM read_csv('{file}', types = {kinds})")
            days = self._engine.execute("SELECT DISTINCT CAST(started_at AS DATE) FROM calls").fetchall()
            for (day,) in days:
                rows = f"SELECT * FROM calls WHERE CAST(started_at AS DATE) = '{day}' ORDER BY called_in, started_at"
                kept_as = f"(COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS})"
                self._engine.execute(f"COPY ({rows}) TO '{self.place(day, number)}' {kept_as}")
        self._engine.execute("DROP TABLE calls")

    def count(self, asked: Asked) -> int:
        at = asked.at.astimezone(UTC).replace(tzinfo=None)
        question = "SELECT count(*) FROM read_parquet(?) WHERE called_in = ? AND calling_in = ? AND started_at BETWEEN ? AND ?"
        given = [self.near(at), asked.called, asked.calling, at - NEAR, at + NEAR]
        (found,) = self._engine.execute(question, given).fetchone() or (0,)
        return int(found)


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
        span = [as_written(at) for at in (asked.at - NEAR, asked.at + NEAR)]
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
