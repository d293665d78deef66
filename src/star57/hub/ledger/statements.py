"""Inserts and updates of whole rows with SQL that is written once per table, not once per row: the ledger's hot path."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, connections
from django.db.models import Field, Model

from star57.hub.ledger import gathering
from star57.hub.ledger.together import change_one
from star57.hub.records.models import JournalEntry

_PLAIN = frozenset({str, int, bool, float, type(None)})


@lru_cache(maxsize=64)
def columns_of(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """Every column but a generated key."""
    return tuple(field for field in model._meta.concrete_fields if not (field.primary_key and field.remote_field is None))


@lru_cache(maxsize=64)
def insert_sql(model: type[Model], count: int) -> str:
    """So many new rows, each of every column but a generated key."""
    table, names = quoted(model._meta.db_table), ", ".join(quoted(str(field.column)) for field in columns_of(model))
    marks = ", ".join(_mark(field) for field in columns_of(model))
    return f"INSERT INTO {table} ({names}) VALUES " + ", ".join([f"({marks})"] * count)


def _mark(field: "Field[Any, Any]") -> str:
    return of_entry("%s") if field.related_model is JournalEntry else "%s"


def of_entry(public_id: str) -> str:
    """An entry is named by its public id, so that nobody need wait for its key."""
    return f"(SELECT id FROM {quoted(JournalEntry._meta.db_table)} WHERE public_id = {public_id})"


@lru_cache(maxsize=64)
def _put_sql(model: type[Model], reckoned: tuple[tuple[str, str], ...]) -> str:
    names = [str(field.column) for field in columns_of(model)]
    marks = (dict(reckoned).get(name, "{value}").format(value="%s", place="0") for name in names)
    listed = ", ".join(map(quoted, names))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({listed}) VALUES ({', '.join(marks)}) {on_conflict(model)}"


@lru_cache(maxsize=64)
def on_conflict(model: type[Model]) -> str:
    """What makes an insert set every column of the row that is there."""
    key = str(model._meta.pk.column)
    sets = (f"{quoted(name)} = excluded.{quoted(name)}" for name in (str(field.column) for field in columns_of(model)) if name != key)
    return f"ON CONFLICT ({quoted(key)}) DO UPDATE SET {', '.join(sets)}"


@lru_cache(maxsize=256)
def update_sql(model: type[Model], names: tuple[str, ...]) -> str:
    """These columns, of the row with a key and a version."""
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{quoted(field.column)} = %s" for field in columns)
    key = quoted(str(model._meta.pk.column))
    return f"UPDATE {quoted(model._meta.db_table)} SET {sets} WHERE {key} = %s AND {quoted('version')} = %s"


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return f'"{name}"'


def insert(row: Model) -> None:
    """Insert one new row and set its key, unless it hangs on an entry: nobody asks for such a key. Raises IntegrityError."""
    model = type(row)
    if _hangs_on_an_entry(model):
        append([row])
        return
    with connection.cursor() as cursor:
        cursor.execute(f"{insert_sql(model, 1)} RETURNING {quoted(str(model._meta.pk.column))}", values_of(row))
        row.pk = cursor.fetchone()[0]
    row._state.adding = False
    row._state.db = "default"


@lru_cache(maxsize=64)
def _hangs_on_an_entry(model: type[Model]) -> bool:
    return any(field.related_model is JournalEntry for field in model._meta.concrete_fields)


def append(rows: Sequence[Model]) -> None:
    """Insert new rows of one table whose keys nobody asks for. Raises IntegrityError."""
    kept = gathering.underway()
    if kept is not None:
        kept.insert(rows)
        return
    values = [value for row in rows for value in values_of(row)]
    with connection.cursor() as cursor:
        cursor.execute(insert_sql(type(rows[0]), len(rows)), values)


def put(row: Model) -> None:
    """Insert a row under a key of its own choosing, or set every column of the one that is there."""
    put_reckoned(row, {})


def put_reckoned(row: Model, reckoned: Mapping[str, str]) -> None:
    """Put a row some of whose columns the database works out: column -> SQL around the row's own {value}, {place} being 0."""
    with connection.cursor() as cursor:
        cursor.execute(_put_sql(type(row), tuple(reckoned.items())), values_of(row))


def values_of(row: Model) -> list[Any]:
    """What `columns_of` named, as the database takes it; an entry is named by its public id."""
    database = connections["default"]
    return [
        getattr(row, field.name).public_id
        if field.related_model is JournalEntry
        else _prepared(field, getattr(row, field.attname), database)
        for field in columns_of(type(row))
    ]


def prepared(field: Any, value: Any) -> Any:
    """A column's value as the database takes it; a related row counts as its key."""
    return _prepared(field, value.pk if isinstance(value, Model) else value, connections["default"])


def _prepared(field: Any, value: Any, database: Any) -> Any:
    """Values of plain types go to the driver as they are: asking the field what to do with each costs more than the statement."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    return database.ops.adapt_datetimefield_value(value) if kind is datetime else field.get_db_prep_save(value, database)


def update(row: Model, version: int, changes: Mapping[str, Any]) -> None:
    """Set columns of the row that still has this version. Raises WrongState, perhaps not before the change ends, when there is none."""
    kept = gathering.underway()
    if kept is not None:
        kept.update(row, version, changes)
        return
    model = type(row)
    values = [prepared(model._meta.get_field(name), value) for name, value in changes.items()]
    change_one(update_sql(model, tuple(changes)), [*values, row.pk, version])
