"""Brings tables, triggers, the web role's rights and the collected files to this version."""

from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from star57.hub.config.serving import collect_static, migrate
from star57.hub.upkeep.databases import as_owner
from star57.hub.upkeep.refusals import NotDone
from star57.hub.upkeep.roles import grant


@dataclass(frozen=True, slots=True)
class Laid:
    """The migrations that were applied, by name; none when everything was in place."""

    migrations: tuple[str, ...]


def pending() -> tuple[str, ...]:
    """Migrations that this version has and the database has not; a database newer than the program raises NotDone."""
    executor = MigrationExecutor(connection)
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations) - set(executor.loader.replacements))
    ours = [f"{app}.{name}" for app, name in unknown if app in executor.loader.migrated_apps]
    if ours:
        names = ", ".join(ours)
        raise NotDone(f"The database was used by a newer version ({names}): install that one again, or restore a backup.")
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan)


def lay() -> Laid:
    """Migrate as the owner, put triggers and rights in place, collect the files. Safe to repeat."""
    with as_owner() as web:
        applied = pending()
        migrate()
        if web is not None:
            grant(web)
    collect_static()
    return Laid(applied)
