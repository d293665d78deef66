"""star57 hub init: a new hub, from an empty folder to a link for its first admin."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from star57 import clock
from star57.cli.failures import Failed, Misused
from star57.cli.hub_options import hub_ready
from star57.cli.settings_file import VARIABLE
from star57.cli.terminal import print_json, say
from star57.hub.domain.access import Actor

if TYPE_CHECKING:
    from star57.hub.upkeep.roles import Roles

EXAMPLE = "Example: star57 hub init --data /var/lib/star57 --host hub.example --admin ana@consortium.example"
FOLDER = Path("star57-hub")
TOLD_ALREADY = ("STAR57_SECRET_KEY", "STAR57_SECRET_KEY_FILE", "STAR57_DEMO")


def init(
    data: Annotated[Path | None, typer.Option(help="the hub's folder: settings, secrets, SQLite, evidence (default: star57-hub)")] = None,
    database: Annotated[str | None, typer.Option(help="postgresql://… of somebody who may make roles; left out: SQLite")] = None,
    owner_database: Annotated[str | None, typer.Option(help="address of the tables' owner, when both roles are there already")] = None,
    host: Annotated[str | None, typer.Option(help="the name browsers will use, behind TLS; left out: a try-out on this machine")] = None,
    name: Annotated[str, typer.Option(help="the consortium's name")] = "Traceback Consortium",
    admin: Annotated[str | None, typer.Option(help="e-mail address of the first admin; a link to sign up is printed")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="settings and database roles only: for a restore into it")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Make a hub, from an empty folder to its first admin.

    Writes settings with new secrets, makes database roles and tables, enters the consortium. Running it again
    changes nothing that is there. Where STAR57_SECRET_KEY or STAR57_SETTINGS is set, those settings are used as they are.
    """
    lines: list[str] = list(_found(data, database, owner_database, host))
    if empty:
        say("\n".join([*lines, f"Next: export {VARIABLE}={os.environ.get(VARIABLE, '')}, then star57 hub restore FILE"]))
        return 0
    with hub_ready() as actor:
        lines += _lay()
        lines += _enter(actor, name, admin)
    settings = os.environ.get(VARIABLE)
    lines += [f"Next: export {VARIABLE}={settings}, then star57 hub doctor, star57 hub serve" if settings else "Next: star57 hub serve"]
    if as_json:
        print_json({"settings": settings, "done": lines})
    else:
        say("\n".join(lines))
    return 0


def _found(data: Path | None, database: str | None, owner_database: str | None, host: str | None) -> Iterator[str]:
    """Folder and settings; nothing where the environment has them already."""
    if data is None and (os.environ.get(VARIABLE) or any(os.environ.get(each) for each in TOLD_ALREADY)):
        if database or owner_database or host:
            raise Misused("settings are in the environment already: leave --database and --host out, or name another folder with --data")
        yield "settings: taken from the environment as they are"
        return
    from star57.hub.upkeep.founding import Place, found
    from star57.hub.upkeep.refusals import NotDone

    place = Place((data or FOLDER).absolute())
    if place.settings.exists():
        yield f"settings: {place.settings} is there and is kept"
    else:
        try:
            found(place, _roles(database, owner_database), host)
        except NotDone as problem:
            raise Failed(str(problem)) from None
        yield f"settings: {place.settings} written, with new secrets, readable by you alone"
    os.environ[VARIABLE] = str(place.settings)


def _roles(database: str | None, owner_database: str | None) -> "Roles | None":
    from star57.hub.upkeep.roles import Roles, prepare

    if database is None or database.startswith("sqlite:"):
        if owner_database or database:
            raise Misused("--database takes postgresql://…; left out, SQLite in the folder is used")
        return None
    return Roles(database, owner_database) if owner_database else prepare(database)


def _lay() -> Iterator[str]:
    from star57.hub.upkeep.laying import lay

    applied = lay().migrations
    yield f"database: {len(applied)} migrations applied, triggers in place" if applied else "database: was up to date, nothing changed"


def _enter(actor: Actor, name: str, admin: str | None) -> Iterator[str]:
    from star57.hub.domain.access import OrganisationKind
    from star57.hub.reads.founders import consortium
    from star57.hub.usecases.register_organisation import register_organisation

    there = consortium()
    if there is None:
        made = register_organisation(actor=actor, kind=OrganisationKind.CONSORTIUM, name=name, public_id=None, now=clock.now())
        yield f"consortium: {name}, {made}"
        there = consortium()
    else:
        yield f"consortium: {there.name}, {there.id}, was there"
    if there is not None and admin is not None:
        yield from _invite(actor, there.id, admin, there.has_admin or admin.strip().lower() in there.invited)


def _invite(actor: Actor, organisation: str, admin: str, is_known: bool) -> Iterator[str]:
    if is_known:
        yield f"admin: there is one, or {admin} is invited already. Another link: star57 hub invite --organisation {organisation}"
        return
    from star57.cli.hub_invite import invited

    yield f"admin: {admin} signs up within seven days at\n  {invited(actor, organisation, admin, 'admin')}"
