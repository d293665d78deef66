"""Writes many rows of a table with one statement: PostgreSQL takes each column as an array, SQLite takes row after row."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Model

from star57.hub.domain.refusals import WrongState
from star57.hub.ledger.gathering import Columns, Gathering, Update, gathering
from star57.hub.ledger.statements import columns_of, insert_sql, of_entry, on_conflict, prepared, quoted, update_sql, values_of
from star57.hub.ledger.together import ANOTHER_WAS_FIRST
from star57.hub.records.models import JournalEntry

Rows = Sequence[Sequence[Any]]


@contextmanager
def written_together() -> Iterator[None]:
    """Write at the end what the changes inside write, entries first. Raises WrongState when another writer was first.

    For changes of what is there: a row that must have its key at once is refused by the triggers, its entry being written later.
    """
    with gathering() as kept:
        yield
    try:
        _write(kept)
    except IntegrityError:  # a version is taken
        raise WrongState(ANOTHER_WAS_FIRST) from None


def _write(kept: Gathering) -> None:
    for model, rows in kept.inserts.items():
        _insert(model, [values_of(row) for row in rows])
    for (_turn, model, names), updates in sorted(kept.updates.items(), key=lambda each: each[0][0]):
        _update(model, names, updates)


def _insert(model: type[Model], rows: Rows) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_insert_sql(model, {}), _by_column(rows))
        else:
            cursor.executemany(insert_sql(model, 1), rows)


def put_reckoned(rows: Sequence[Model], reckoned: Mapping[str, str]) -> None:
    """Put rows of one table, as `statements.put_reckoned` does one. On PostgreSQL only; {place} counts the rows from 0."""
    model = type(rows[0])
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert_sql(model, reckoned)} {on_conflict(model)}", _by_column([values_of(row) for row in rows]))


def _insert_sql(model: type[Model], reckoned: Mapping[str, str]) -> str:
    fields = columns_of(model)
    names = [str(field.column) for field in fields]
    taken = [
        reckoned.get(name, of_entry("{value}") if field.related_model is JournalEntry else "{value}").format(
            value=f"given.{quoted(name)}", place="(given.place - 1)"
        )
        for name, field in zip(names, fields, strict=True)
    ]
    listed = ", ".join(map(quoted, names))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({listed}) SELECT {', '.join(taken)} FROM {_given(fields)}"


def _update(model: type[Model], names: Columns, updates: Sequence[Update]) -> None:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    rows = [[*map(prepared, fields, values), key, version] for key, version, values in updates]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_update_sql(model, fields), _by_column(rows))
        else:
            cursor.executemany(update_sql(model, names), rows)
        if cursor.rowcount != len(updates):
            raise WrongState(ANOTHER_WAS_FIRST)


def _update_sql(model: type[Model], fields: Sequence[Any]) -> str:
    table, key = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
    sets = ", ".join(f"{quoted(field.column)} = given.{quoted(field.column)}" for field in fields)
    given = _given([*fields, model._meta.pk], "integer")
    return f"UPDATE {table} SET {sets} FROM {given} WHERE {table}.{key} = given.{key} AND {table}.version = given.before"


def _given(fields: Sequence[Any], *before: str) -> str:
    """The rows as PostgreSQL puts them together from one array a column; before: the type of the version that a row must still have."""
    types = [("text" if field.related_model is JournalEntry else field.db_type(connection)) for field in fields]
    arrays = ", ".join(f"%s::{each}[]" for each in (*types, *before))
    names = ", ".join([*(quoted(str(field.column)) for field in fields), *(["before"] if before else []), "place"])
    return f"unnest({arrays}) WITH ORDINALITY AS given ({names})"


def _by_column(rows: Rows) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
