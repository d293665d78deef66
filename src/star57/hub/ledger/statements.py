"""Inserts and updates of whole rows with SQL that is written once per table, not once per row: the ledger's hot path."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from star57.hub.ledger.together import change_one
from star57.hub.records.models import JournalEntry


@lru_cache(maxsize=64)
def _columns(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """Every column but a generated key."""
    return tuple(field for field in model._meta.concrete_fields if not (field.primary_key and field.remote_field is None))


@lru_cache(maxsize=64)
def _insert_sql(model: type[Model], count: int) -> str:
    table, names = _quoted(model._meta.db_table), ", ".join(_quoted(str(field.column)) for field in _columns(model))
    marks = ", ".join(_mark(field) for field in _columns(model))
    return f"INSERT INTO {table} ({names}) VALUES " + ", ".join([f"({marks})"] * count)


def _mark(field: "Field[Any, Any]") -> str:
    """An entry is named by its public id, so that nobody need wait for its key."""
    entries = _quoted(JournalEntry._meta.db_table)
    return f"(SELECT id FROM {entries} WHERE public_id = %s)" if field.related_model is JournalEntry else "%s"


@lru_cache(maxsize=64)
def _put_sql(model: type[Model], reckoned: tuple[tuple[str, str], ...]) -> str:
    key = str(model._meta.pk.column)
    names = [str(field.column) for field in _columns(model)]
    sets = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in names if name != key)
    listed, marks = ", ".join(map(_quoted, names)), ", ".join(dict(reckoned).get(name, "%s") for name in names)
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({listed}) VALUES ({marks}) ON CONFLICT ({_quoted(key)}) DO UPDATE SET {sets}"


@lru_cache(maxsize=256)
def _update_sql(model: type[Model], names: tuple[str, ...]) -> str:
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{_quoted(field.column)} = %s" for field in columns)
    key = _quoted(str(model._meta.pk.column))
    return f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {key} = %s AND {_quoted('version')} = %s"


def _quoted(name: str) -> str:
    return f'"{name}"'


def insert(row: Model) -> None:
    """Insert one new row and set its key, unless it hangs on an entry: nobody asks for such a key. Raises IntegrityError."""
    model = type(row)
    if _hangs_on_an_entry(model):
        append([row])
        return
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert_sql(model, 1)} RETURNING {_quoted(str(model._meta.pk.column))}", _values(row))
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = "default"


@lru_cache(maxsize=64)
def _hangs_on_an_entry(model: type[Model]) -> bool:
    return any(field.related_model is JournalEntry for field in model._meta.concrete_fields)


def append(rows: Sequence[Model]) -> None:
    """Insert new rows of one table whose keys nobody asks for. Raises IntegrityError."""
    values = [value for row in rows for value in _values(row)]
    with connection.cursor() as cursor:
        cursor.execute(_insert_sql(type(rows[0]), len(rows)), values)


def put(row: Model) -> None:
    """Insert a row under a key of its own choosing, or set every column of the one that is there."""
    put_reckoned(row, {})


def put_reckoned(row: Model, reckoned: Mapping[str, str]) -> None:
    """Put a row some of whose columns the database works out: column -> SQL around the row's own value."""
    with connection.cursor() as cursor:
        cursor.execute(_put_sql(type(row), tuple(reckoned.items())), _values(row))


def _values(row: Model) -> list[Any]:
    return [_value(field, row) for field in _columns(type(row))]


def _value(field: "Field[Any, Any]", row: Model) -> Any:
    if field.related_model is JournalEntry:
        return getattr(row, field.name).public_id
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


def update(row: Model, version: int, changes: Mapping[str, Any]) -> None:
    """Set columns of the row that still has this version. Raises WrongState, perhaps not before the change ends, when there is none."""
    model = type(row)
    values = []
    for name, value in changes.items():
        field: Any = model._meta.get_field(name)
        values.append(field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connection))
    change_one(_update_sql(model, tuple(changes)), [*values, row.pk, version])
