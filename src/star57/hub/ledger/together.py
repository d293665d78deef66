"""Sends PostgreSQL the statements of a change without waiting for each one's result: a change costs a few round trips, not fifteen.

Inside, a result that is asked for brings all before it; an error may come up later than the statement that made it, never after the commit.
SQLite has no way to go and needs none of this.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from star57.hub.domain.refusals import WrongState

ANOTHER_WAS_FIRST = "Somebody else changed this at the same time. Read it again and decide anew."


class _Unchecked(threading.local):
    cursors: list[CursorWrapper] | None = None


_unchecked = _Unchecked()


@contextmanager
def together() -> Iterator[None]:
    """Statements inside travel together. Leave it before the transaction commits. Raises WrongState as `must_touch_one` does."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    driver: Any = connection.connection
    before, _unchecked.cursors = _unchecked.cursors, []
    try:
        with connection.wrap_database_errors, driver.pipeline():
            yield
        for cursor in _unchecked.cursors:
            _check(cursor)
    finally:
        _unchecked.cursors = before


def must_touch_one(cursor: CursorWrapper) -> None:
    """Raises WrongState, at once or when the statements that travel together have arrived, unless the statement met one row."""
    if _unchecked.cursors is None:
        _check(cursor)
    else:
        _unchecked.cursors.append(cursor)


def _check(cursor: CursorWrapper) -> None:
    if cursor.rowcount != 1:
        raise WrongState(ANOTHER_WAS_FIRST)
