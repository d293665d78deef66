"""How far each source was followed, on the disk: moved only after the store has kept what lies before. Knows no records."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from star57.agent.damage import is_damaged
from star57.agent.following.taken import Content

VERSION = 1
_TABLES = """
CREATE TABLE content (
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    path TEXT NOT NULL,        -- where it was read last
    head_size INTEGER NOT NULL,
    head BLOB NOT NULL,        -- digest of its first bytes
    offset INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    tail BLOB NOT NULL,        -- digest of the bytes before offset
    cut_off INTEGER NOT NULL,
    PRIMARY KEY (source, id)
) STRICT;
CREATE TABLE source (
    name TEXT PRIMARY KEY,
    mark TEXT,                 -- JSON; of a table
    kept_bytes INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    records INTEGER NOT NULL,
    last_started_at TEXT,
    last_taken_at TEXT,
    caught_up_at TEXT,
    behind_bytes INTEGER NOT NULL,
    unbroken_since TEXT,
    trouble TEXT NOT NULL
) STRICT;
"""


WHEN_DAMAGED = "move it away: every source is then read anew, and records that are known stay single"


class BadPositions(RuntimeError):
    """The positions cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one source stands. `kept_bytes`: of its file of unread lines. `unbroken_since`: from then on nothing written to it was missed."""

    name: str
    mark: str | None = None
    kept_bytes: int = 0
    unread: int = 0
    records: int = 0
    last_started_at: datetime | None = None
    last_taken_at: datetime | None = None
    caught_up_at: datetime | None = None
    behind_bytes: int = 0
    unbroken_since: datetime | None = None
    trouble: str = ""


_INSTANTS = frozenset({"last_started_at", "last_taken_at", "caught_up_at", "unbroken_since"})
_COLUMNS = tuple(field.name for field in fields(Standing))


class Positions:
    """One thread at a time; other processes may read meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._refusing():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(path, isolation_level=None, timeout=20, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise BadPositions(f"{path}: was written by a newer star57: upgrade star57")
            if version < VERSION:
                self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")

    def close(self) -> None:
        self._db.close()

    def contents(self, source: str) -> Iterator[Content]:
        """Those last moved come last."""
        with self._refusing():
            rows = self._db.execute(
                "SELECT id, path, head_size, head, offset, lines, tail, cut_off FROM content WHERE source = ? ORDER BY rowid", (source,)
            )
            return iter([Content(*row) for row in rows])

    def standing(self, source: str) -> Standing:
        with self._refusing():
            row = self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM source WHERE name = ?", (source,)).fetchone()
        if row is None:
            return Standing(source)
        values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
        return Standing(**values | {name: _instant(values[name]) for name in _INSTANTS})

    def move(self, standing: Standing, contents: Mapping[str, Content]) -> None:
        """Both at once, on the disk when this returns."""
        self._write(standing, contents, "FULL")

    def note(self, standing: Standing) -> None:
        """How it stands, for people; a power cut may lose it."""
        self._write(standing, {}, "NORMAL")

    def _write(self, standing: Standing, contents: Mapping[str, Content], synchronous: str) -> None:
        values = [value.isoformat() if isinstance(value, datetime) else value for value in astuple(standing)]
        with self._refusing():
            self._db.execute(f"PRAGMA synchronous = {synchronous}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute(f"INSERT OR REPLACE INTO source ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(values))})", values)
                for one in contents.values():
                    row = (standing.name, *astuple(one))
                    self._db.execute(f"INSERT OR REPLACE INTO content VALUES ({', '.join('?' * len(row))})", row)
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as problem:
            what = WHEN_DAMAGED if is_damaged(problem) else "make room or give leave; it goes on from where it was"
            raise BadPositions(f"{self.path}: the positions cannot be kept: {problem}: {what}") from problem


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
