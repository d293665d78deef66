"""The journal's tables, and how its file is opened: WAL, readable by its owner alone."""

import os
import sqlite3
from pathlib import Path

from star57.agent.damage import is_damaged

VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS request (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    facts_version INTEGER NOT NULL,
    round INTEGER NOT NULL,           -- grows when the hub asks again under the same facts
    asked_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    body TEXT NOT NULL,               -- TracebackRequest
    state TEXT NOT NULL CHECK (state IN ('proposed', 'decided', 'sent', 'refused', 'superseded', 'closed')),
    waits_for TEXT,
    reason TEXT NOT NULL,
    proposed TEXT,                    -- TracebackResponse
    options TEXT NOT NULL,            -- the candidates, for a person
    changed_at TEXT NOT NULL,
    UNIQUE (id, facts_version, round)
) STRICT;
CREATE INDEX IF NOT EXISTS request_by_state ON request (state, asked_at);
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY,             -- Idempotency-Key, written before the first attempt to send
    request INTEGER NOT NULL REFERENCES request (number),
    body TEXT NOT NULL,               -- TracebackResponse, byte for byte as it is sent
    decided_by TEXT NOT NULL,         -- 'policy', or the person's name
    decided_at TEXT NOT NULL,
    receipt TEXT,
    refusal TEXT,
    ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_answer_under_way ON answer (request) WHERE ended_at IS NULL;
"""


WHEN_DAMAGED = "restore it from a backup; without one move it away, and what was decided but not sent must be decided anew"


class BadJournal(RuntimeError):
    """The journal file cannot be used."""


def opened(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # it holds customers' names
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=20)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        _lay(connection, path)
    except (OSError, sqlite3.Error) as problem:
        to_do = WHEN_DAMAGED if is_damaged(problem) else "make room or give leave to write there"
        raise BadJournal(f"{path}: the agent's journal cannot be opened: {problem}: {to_do}") from problem
    return connection


def _lay(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise BadJournal(f"{path}: was written by a newer star57 (journal version {version}, this one knows {VERSION}): upgrade star57")
    if version < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
