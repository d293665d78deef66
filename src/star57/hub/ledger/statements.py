"""Inserts and updates of whole rows with SQL that is written once per table, not once per row: the ledger's hot path."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model


@lru_cache(maxsize=64)
def _columns(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """Every column but a generated key."""
    return tuple(field for field in model._meta.concrete_fields if not (field.primary_key and field.remote_field is None))


@lru_cache(maxsize=64)
def _insert_sql(model: type[Model]) -> str:
    table, names = _quoted(model._meta.db_table), ", ".join(_quoted(str(field.column)) for field in _columns(model))
    marks = ", ".join(["%s"] * len(_columns(model)))
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING {_quoted(str(model._meta.pk.column))}"


@lru_cache(maxsize=64)
def _put_sql(model: type[Model]) -> str:
    key = str(model._meta.pk.column)
    names = [str(field.column) for field in _columns(model)]
    sets = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in names if name != key)
    listed, marks = ", ".join(map(_quoted, names)), ", ".join(["%s"] * len(names))
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
    """Insert one new row and set its key. Raises IntegrityError."""
    model = type(row)
    with connection.cursor() as cursor:
        cursor.execute(_insert_sql(model), _values(row))
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = "default"


def put(row: Model) -> None:
    """Insert a row under a key of its own choosing, or set every column of the one that is there."""
    with connection.cursor() as cursor:
        cursor.execute(_put_sql(type(row)), _values(row))


def _values(row: Model) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in _columns(type(row))]


def update(row: Model, version: int, changes: Mapping[str, Any]) -> bool:
    """Set columns of the row that still has this version; whether there was one."""
    model = type(row)
    values = []
    for name, value in changes.items():
        field: Any = model._meta.get_field(name)
        values.append(field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connection))
    with connection.cursor() as cursor:
        cursor.execute(_update_sql(model, tuple(changes)), [*values, row.pk, version])
        return bool(cursor.rowcount == 1)
