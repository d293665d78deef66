"""Installs the triggers as soon as the tables are there; `post_migrate` installs them again after every later change."""

from django.db import migrations

from star57.hub.ledger import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
