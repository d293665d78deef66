"""Installs the triggers as soon as the tables are there; `post_migrate` installs them again after every later change."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from star57.hub.ledger import triggers


def install(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "__first__")]
    operations: ClassVar = [migrations.RunPython(install, remove)]
