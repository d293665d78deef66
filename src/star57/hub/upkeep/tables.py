"""The tables of a database and their rows, whatever they mean: listed, counted, filled from elsewhere in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from psycopg import sql

from star57.hub.ledger import triggers
from star57.hub.ledger.guarded import JOURNAL

Migrations = tuple[tuple[str, str], ...]
MIGRATIONS = "django_migrations"


def models() -> list[type[Model]]:
    """Every model that has a table of its own."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]


def names(alias: str) -> list[str]:
    """All tables, sorted."""
    return sorted(connections[alias].introspection.table_names())


def columns(table: str) -> list[str]:
    """A table's columns in their order, on Django's own connection."""
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def applied(alias: str) -> Migrations:
    """The migrations a database has had, sorted."""
    return tuple(sorted(MigrationRecorder(connections[alias]).applied_migrations()))


def has_record(alias: str) -> bool:
    """Whether anything was ever entered."""
    if JOURNAL not in names(alias):
        return False
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {JOURNAL} LIMIT 1")
        return cursor.fetchone() is not None


def counts(alias: str, tables: Iterable[str]) -> dict[str, int]:
    """Rows by table."""
    found = {}
    with connections[alias].cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            (found[table],) = cursor.fetchone()
    return found


Fill = Callable[[Any, str], None]
"""Writes one table's rows into an open COPY."""


def fill(tables: dict[str, list[str]], write: Fill) -> None:
    """Replace every row of Django's own PostgreSQL database, in one transaction, triggers aside; sequences go on after the last row.

    tables: each with the columns in the order in which `write` gives them. Foreign keys are checked at the end.
    """
    with transaction.atomic():
        triggers.remove(connection)
        with connection.cursor() as cursor:
            everything = sql.SQL(", ").join(map(sql.Identifier, names("default")))
            cursor.execute(sql.SQL("TRUNCATE {}").format(everything))
            for table, of_table in tables.items():
                with cursor.copy(_copy(table, of_table, "FROM STDIN")) as copy:
                    write(copy, table)
            for statement in connection.ops.sequence_reset_sql(no_style(), models()):
                cursor.execute(statement)
        triggers.install(connection)


def copied_out(table: str, of_table: list[str]) -> Iterator[bytes]:
    """A table's rows as PostgreSQL's COPY writes them."""
    with connection.cursor() as cursor, cursor.copy(_copy(table, of_table, "TO STDOUT")) as copy:
        yield from map(bytes, copy)


def _copy(table: str, of_table: list[str], way: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, of_table))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), listed, sql.SQL(way))
