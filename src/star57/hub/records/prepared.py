"""Queries written with the ORM, compiled once and run many times: for the few that every request to the hub needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

TEXT_MARK, NUMBER_MARK = "\x1amark", 8_057_000_000_000


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    values: tuple[Any, ...]
    places: tuple[int, ...]  # where among the values the parameter stands
    converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """A query of values with one parameter, text or a key. Calling it gives its rows as tuples; `asked` lets them be fetched later."""

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]], mark: str | int) -> None:
        self._build, self._mark = build, mark
        self._compiled: dict[str, _Compiled] = {}

    def __call__(self, parameter: str | int) -> list[tuple[Any, ...]]:
        return self.asked(parameter)()

    def asked(self, parameter: str | int) -> Callable[[], list[tuple[Any, ...]]]:
        """Send the query; what is returned gives its rows, once."""
        database = connections["default"]  # `connection` looks it up at every turn
        compiled = self._compiled.get(database.vendor) or self._compile()
        values = list(compiled.values)
        for place in compiled.places:
            values[place] = parameter
        cursor = database.cursor()
        cursor.execute(compiled.sql, values)
        return partial(_rows, cursor, compiled)

    def _compile(self) -> _Compiled:
        compiler = self._build(self._mark).query.get_compiler("default")
        sql, values = compiler.as_sql()
        places = tuple(place for place, value in enumerate(values) if value == self._mark)
        converters = compiler.get_converters([column[0] for column in compiler.select or ()])
        compiled = _Compiled(sql, tuple(values), places, converters)
        self._compiled[connection.vendor] = compiled
        return compiled


def _rows(cursor: CursorWrapper, compiled: _Compiled) -> list[tuple[Any, ...]]:
    with cursor:
        found = cursor.fetchall()
    return [_converted(row, compiled) for row in found] if compiled.converters else found


def _converted(row: tuple[Any, ...], compiled: _Compiled) -> tuple[Any, ...]:
    values = list(row)
    for place, (steps, expression) in compiled.converters.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return tuple(values)


def columns(model: type[Model], prefix: str) -> tuple[str, ...]:
    """The names of a model's columns as a query of values wants them."""
    return tuple(f"{prefix}{field.attname}" for field in model._meta.concrete_fields)


@lru_cache(maxsize=64)
def _attributes(model: type[Model]) -> tuple[str, ...]:
    return columns(model, "")


def build(model: type[Model], values: tuple[Any, ...]) -> Any:
    """An instance from a row's part that `columns` named; None where an outer join found nothing.

    As Model.from_db makes it, but for the signals of making one: nothing here listens to them, and they cost more than the rest.
    """
    if values[0] is None:
        return None
    row, state = model.__new__(model), ModelState()
    state.adding, state.db = False, "default"
    row.__dict__.update(zip(_attributes(model), values, strict=True), _state=state)
    return row
