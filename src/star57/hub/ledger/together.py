"""Sends PostgreSQL the statements of a change without waiting for each one's result: a change costs a few round trips, not fifteen.

Inside, a result that is asked for brings all before it; an error may come up later than the statement that made it, never after the commit.
SQLite has no way to go and needs none of this.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from star57.hub.domain.refusals import WrongState, told

ANOTHER_WAS_FIRST = told("Somebody else changed this at the same time. Read it again and decide anew.")
COUNTED = ("UPDATE", "DELETE")


class _Underway(threading.local):
    cursors: list[CursorWrapper] | None = None  # None: nothing travels together now
    is_counted_later = False


_underway = _Underway()


@contextmanager
def together() -> Iterator[None]:
    """Statements inside travel together. Leave it before the transaction commits. Raises WrongState as `change_one` does."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    driver: Any = connection.connection
    before, _underway.cursors = _underway.cursors, []
    try:
        with connection.wrap_database_errors, driver.pipeline() as pipeline:

            def counting(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
                """The ORM looks at once at how many rows it met: its updates and deletes are waited for."""
                result = execute(sql, *rest)
                if sql.startswith(COUNTED) and not _underway.is_counted_later:
                    with connection.wrap_database_errors:
                        pipeline.sync()
                return result

            with connection.execute_wrapper(counting):
                yield
        for cursor in _underway.cursors:
            _check(cursor)
    finally:
        _underway.cursors = before


def change_one(sql: str, values: Sequence[Any]) -> None:
    """Run an update of one row. Raises WrongState, at once or when what travels together has arrived, unless it met one."""
    with connection.cursor() as cursor:
        _underway.is_counted_later = _underway.cursors is not None
        try:
            cursor.execute(sql, values)
        finally:
            _underway.is_counted_later = False
        if _underway.cursors is None:
            _check(cursor)
        else:
            _underway.cursors.append(cursor)


def _check(cursor: CursorWrapper) -> None:
    if cursor.rowcount != 1:
        raise WrongState(ANOTHER_WAS_FIRST)
