"""Gathers what many changes write, so that it can be written table by table. Knows no SQL."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import Model

Columns: TypeAlias = tuple[str, ...]
Update: TypeAlias = tuple[int, int, tuple[Any, ...]]  # key, version before, values


@dataclass(slots=True)
class Gathering:
    """What was not written yet. Rows changed more than once are changed in turns, for a statement changes a row once."""

    inserts: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[tuple[int, type[Model], Columns], list[Update]] = field(default_factory=lambda: defaultdict(list))
    turns: dict[tuple[type[Model], int], int] = field(default_factory=lambda: defaultdict(int))

    def insert(self, rows: Sequence[Model]) -> None:
        """Keep new rows of one table."""
        self.inserts[type(rows[0])].extend(rows)

    def update(self, row: Model, version: int, changes: Mapping[str, Any]) -> None:
        """Keep a change of the row that has this version until then."""
        model = type(row)
        turn = self.turns[model, row.pk]
        self.turns[model, row.pk] += 1
        self.updates[turn, model, tuple(changes)].append((row.pk, version, tuple(changes.values())))


class _Underway(threading.local):
    gathering: Gathering | None = None


_underway = _Underway()


def underway() -> Gathering | None:
    """What gathers this thread's writing now, if anything does."""
    return _underway.gathering


@contextmanager
def gathering() -> Iterator[Gathering]:
    """Whatever is written inside is kept, to be written by whoever asked for it. Queries inside do not see it."""
    before, _underway.gathering = _underway.gathering, Gathering()
    try:
        yield _underway.gathering
    finally:
        _underway.gathering = before
