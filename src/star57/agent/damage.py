"""Whether SQLite calls a file damaged, and a look through a whole one. Knows no table."""

import sqlite3
from contextlib import closing
from pathlib import Path


def is_damaged(problem: BaseException) -> bool:
    """Whether the file is no database, or no longer whole: neither room nor leave helps then."""
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def damage_in(path: Path) -> str | None:
    """What is wrong with the file in SQLite's words, None for a sound one. Reads all of it, writes nothing. Raises sqlite3.Error."""
    is_at_rest = not path.with_name(f"{path.name}-wal").exists()  # then no file is made beside it either
    how = "mode=ro&immutable=1" if is_at_rest else "mode=ro"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=20)) as database:
        try:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as problem:
            if not is_damaged(problem):
                raise
            return str(problem)
        return None if found == "ok" else str(found)
