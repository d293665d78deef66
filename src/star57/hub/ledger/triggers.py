"""Installs the triggers that refuse every write around the ledger. They guard against our own bugs, not against the database's owner."""

from types import ModuleType

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from star57.hub.ledger import triggers_postgresql, triggers_sqlite
from star57.hub.ledger.guarded import GUARDED

DIALECTS = {"sqlite": triggers_sqlite, "postgresql": triggers_postgresql}


def _dialect(connection: BaseDatabaseWrapper) -> ModuleType:
    return DIALECTS[connection.vendor]


def trigger_name(table: str, event: str) -> str:
    """ledger_<table>_<event>: one trigger per table and event."""
    return f"ledger_{table}_{event}"


def expected(vendor: str) -> frozenset[str]:
    """The names of all triggers that a fully migrated database has."""
    return frozenset(trigger_name(table, event) for table, events in DIALECTS[vendor].rules().items() for event in events)


def installed(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """The names of our triggers that the database has and that are switched on."""
    with connection.cursor() as cursor:
        cursor.execute(_dialect(connection).INSTALLED)
        return frozenset(name for (name,) in cursor.fetchall())


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, in one transaction; nothing happens while tables are missing (a database migrated back)."""
    if not set(GUARDED) <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in _dialect(connection).statements(trigger_name):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away, so that tables can be rebuilt."""
    tables = set(GUARDED) & set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in sorted(tables):
            for event in ("insert", "update", "delete", "truncate"):
                cursor.execute(_dialect(connection).REMOVAL.format(name=trigger_name(table, event), table=table))
