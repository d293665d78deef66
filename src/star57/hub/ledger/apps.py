"""The Django application that keeps triggers and policies in place. It has no tables of its own."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from star57.hub.ledger import row_security, triggers


class LedgerConfig(AppConfig):
    """Takes SQLite's triggers away before tables change and puts triggers and policies back afterwards."""

    name = "star57.hub.ledger"
    label = "ledger"

    def ready(self) -> None:
        records = apps.get_app_config("records")
        pre_migrate.connect(_make_way, sender=records, dispatch_uid="ledger.make_way")
        post_migrate.connect(_install, sender=records, dispatch_uid="ledger.install")


def _make_way(*, using: str, plan: list[Any], **_: object) -> None:
    """SQLite cannot rename a rebuilt journal table while triggers elsewhere name it; PostgreSQL needs nothing."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        triggers.remove(connection)


def _install(*, using: str, **_: object) -> None:
    triggers.install(connections[using])
    row_security.install(connections[using])
