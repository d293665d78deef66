"""Moves a record from SQLite to PostgreSQL: every row of every table, under the source's write lock. The source is only read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from star57.hub.config.environment import database_at
from star57.hub.config.serving import migrate
from star57.hub.ledger.verify import Verification, verify
from star57.hub.upkeep import tables
from star57.hub.upkeep.databases import OTHER, other, point
from star57.hub.upkeep.laying import pending
from star57.hub.upkeep.refusals import NotDone
from star57.hub.upkeep.roles import Roles, grant

AT_ONCE = 2000
PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows each table had and has, and what reading the record there found."""

    rows: dict[str, int]
    verification: Verification


def move(source_url: str, roles: Roles) -> Moved:
    """Copy everything into an empty PostgreSQL database. Raises NotDone. Whoever writes to the source meanwhile waits."""
    with other(source_url):
        if connections[OTHER].vendor != "sqlite":
            raise NotDone("The hub is not on SQLite: there is nothing to move.")
        before = dict(connections.settings["default"])
        point("default", database_at(roles.owner_url))
        try:
            return _moved(roles)
        finally:
            point("default", before)


def _moved(roles: Roles) -> Moved:
    if connection.vendor != "postgresql":
        raise NotDone("Move to an address that begins with postgresql://.")
    if tables.has_record("default"):
        raise NotDone("The database to move to holds a record already. Make a new one.")
    migrate()
    if tables.applied("default") != tables.applied(OTHER) or pending():
        raise NotDone("The SQLite database is of another version: run `star57 hub upgrade` first.")
    with transaction.atomic(using=OTHER):  # begins IMMEDIATE: nobody writes until all is copied
        rows = _copy_all()
    if roles.web != roles.owner:
        grant(roles.web)
    return Moved(rows, verify(problem_limit=PROBLEMS))


def _copy_all() -> dict[str, int]:
    by_table = {model._meta.db_table: model for model in tables.models()}
    unknown = set(tables.names(OTHER)) - set(by_table) - {tables.MIGRATIONS}
    if unknown:
        raise NotDone(f"There are tables that this version does not know: {', '.join(sorted(unknown))}.")
    columns = {name: [str(field.column) for field in model._meta.concrete_fields] for name, model in by_table.items()}

    def write(copy: Any, table: str) -> None:
        for row in _rows(by_table[table]) if table in by_table else _applied():
            copy.write_row(row)

    tables.fill({**columns, tables.MIGRATIONS: ["id", "app", "name", "applied"]}, write)
    before, after = tables.counts(OTHER, columns), tables.counts("default", columns)
    if before != after:
        raise NotDone("Tables do not hold as many rows as before. Do not use this database; the old one is as it was.")
    return after


def _rows(model: type[Model]) -> Iterator[list[Any]]:
    """Each row's values as PostgreSQL takes them."""
    fields = model._meta.concrete_fields
    rows = model._base_manager.using(OTHER).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _applied() -> Iterator[list[Any]]:
    rows = MigrationRecorder(connections[OTHER]).migration_qs.order_by("pk")
    yield from (list(row) for row in rows.values_list("pk", "app", "name", "applied"))
