"""star57 hub move: from SQLite to PostgreSQL."""

import os
from pathlib import Path
from typing import Annotated

import typer

from star57.cli.failures import Misused
from star57.cli.hub_options import hub_ready
from star57.cli.hub_upkeep import told_of
from star57.cli.settings_file import VARIABLE, lines_of
from star57.cli.terminal import say

EXAMPLE = "Example: star57 hub move --to postgresql://admin@db.internal/star57"


def move(
    to: Annotated[str, typer.Option("--to", help="postgresql://… of somebody who may make roles; the database is made if it is not there")],
    owner_database: Annotated[str | None, typer.Option(help="address of the tables' owner, when --to is the web role's")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Copy the whole record from SQLite to PostgreSQL.

    Stop the hub first. The SQLite file is only read. New settings are written beside the old ones; the hub uses them once
    STAR57_SETTINGS names them.
    """
    if not to.startswith(("postgresql:", "postgres:")):
        raise Misused("--to takes postgresql://…")
    with hub_ready():
        from django.conf import settings

        from star57.hub.upkeep.founding import moved_settings
        from star57.hub.upkeep.moving import move as copy_all
        from star57.hub.upkeep.roles import Roles, prepare

        old = os.environ.get(VARIABLE)
        new = Path(old or "star57.env").absolute().with_name("star57-postgresql.env")
        if new.exists():  # an earlier try made the roles and stopped
            kept = dict(lines_of(new))
            owner = Path(kept["STAR57_DATABASE_OWNER_URL_FILE"]).read_text(encoding="utf-8").strip()
            roles = Roles(kept["STAR57_DATABASE_URL"], owner)
        else:
            roles = Roles(to, owner_database) if owner_database else prepare(to)
            moved_settings(dict(lines_of(Path(old))) if old else {}, roles, new)
        done = copy_all(f"sqlite:///{Path(settings.DATABASES['default']['NAME']).absolute()}", roles)
    words = f"{sum(done.rows.values())} rows of {len(done.rows)} tables are in PostgreSQL."
    code = told_of(done.verification, words, as_json)
    if not as_json:
        say(f"Next: export {VARIABLE}={new}, then star57 hub doctor")
    return code
