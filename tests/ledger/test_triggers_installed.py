"""Every trigger is there after migrate, and comes back after whatever takes it away."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import OperationalError, connection, migrations
from django.db.migrations.state import ProjectState

from star57.hub.ledger import triggers
from star57.hub.ledger.guarded import GUARDED


def test_every_expected_trigger_is_there_after_migrate(each_database):
    assert triggers.installed(connection) == triggers.expected(each_database.vendor)


def test_every_guarded_table_refuses_deletion_on_both_databases():
    for vendor in ("sqlite", "postgresql"):
        assert {triggers.trigger_name(table, "delete") for table in GUARDED} <= triggers.expected(vendor)


def test_migrate_puts_back_what_was_removed(own_database):
    triggers.remove(connection)
    assert triggers.installed(connection) == frozenset()
    call_command("migrate", verbosity=0)
    assert triggers.installed(connection) == triggers.expected(own_database.vendor)


@pytest.mark.slow
def test_the_tables_can_be_migrated_back_and_forth(own_database):
    call_command("migrate", "records", "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    assert triggers.installed(connection) == triggers.expected(own_database.vendor)


def widened(model: str, field: str) -> migrations.AlterField:
    """A change that makes Django rebuild the table on SQLite."""
    altered = apps.get_model("records", model)._meta.get_field(field).clone()
    altered.max_length = altered.max_length + 1
    return migrations.AlterField(model, field, altered)


def later(operation: migrations.operations.base.Operation) -> migrations.Migration:
    """A migration that some later release brings."""
    found: migrations.Migration = type("Migration", (migrations.Migration,), {"operations": [operation]})("later", "records")
    return found


def run_later_release(operation: migrations.operations.base.Operation) -> None:
    """What `migrate` does with it."""
    migration = later(operation)
    before = ProjectState.from_apps(apps)
    emit_pre_migrate_signal(0, False, "default", apps=before.apps, plan=[(migration, False)])
    with connection.schema_editor() as editor:
        after = migration.apply(before.clone(), editor)
    emit_post_migrate_signal(0, False, "default", apps=after.apps, plan=[(migration, False)])


@pytest.mark.parametrize(("model", "field"), [("hop", "named_as"), ("journalentry", "fact"), ("sealed", "field"), ("apikey", "name")])
def test_a_rebuilt_table_has_its_triggers_again(own_database, model: str, field: str):
    run_later_release(widened(model, field))
    assert triggers.installed(connection) == triggers.expected(own_database.vendor)


def test_django_really_drops_a_rebuilt_tables_triggers_on_sqlite(own_sqlite):
    migration = later(widened("hop", "named_as"))
    with connection.schema_editor() as editor:
        migration.apply(ProjectState.from_apps(apps), editor)
    assert triggers.trigger_name("records_hop", "update") not in triggers.installed(connection)


def test_sqlite_cannot_rebuild_the_journal_while_triggers_name_it(own_sqlite):
    migration = later(widened("journalentry", "fact"))
    with pytest.raises(OperationalError, match="no such table"), connection.schema_editor() as editor:
        migration.apply(ProjectState.from_apps(apps), editor)
