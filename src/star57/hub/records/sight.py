"""Whose rows the database shows to this thread: nobody's until somebody says so. PostgreSQL's policies read it; SQLite has none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """What the settings star57.sees and star57.who say. sees: all, organisation, request, or "" for nothing."""

    sees: str
    who: str


NOTHING, ALL = Sight("", ""), Sight("all", "")


class _Wanted(threading.local):
    sight = NOTHING


_wanted = _Wanted()


def wanted() -> Sight:
    """What the next statement of this thread may see."""
    return _wanted.sight


def look(sight: Sight) -> None:
    """See this from now on, in this thread."""
    _wanted.sight = sight


@contextmanager
def seeing(sight: Sight) -> Iterator[None]:
    """See this for a while. As a decorator: for as long as the function runs."""
    before, _wanted.sight = _wanted.sight, sight
    try:
        yield
    finally:
        _wanted.sight = before
