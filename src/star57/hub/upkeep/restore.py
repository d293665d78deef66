"""Restores a backup into a place that holds nothing yet, and reads the whole record again."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from star57.hub.config.serving import collect_static
from star57.hub.ledger.verify import Verification, verify
from star57.hub.upkeep import tables
from star57.hub.upkeep.archive import Manifest, unpacked
from star57.hub.upkeep.backup import EVIDENCE, SQLITE_FILE, TABLES
from star57.hub.upkeep.databases import as_owner
from star57.hub.upkeep.laying import pending
from star57.hub.upkeep.refusals import NotDone
from star57.hub.upkeep.roles import grant

PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. verification None: the backup is of an older version, whose record `star57 hub upgrade` brings forward and reads."""

    manifest: Manifest
    verification: Verification | None


def restore(file: Path) -> Restored:
    """Database and evidence as they were. Raises NotDone; the target is untouched unless the backup is whole."""
    evidence = Path(settings.EVIDENCE_DIR)
    with as_owner() as web:
        _refuse_used(evidence)
        evidence.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=evidence.parent) as folder:
            manifest = unpacked(file, Path(folder))
            _fits(manifest)
            if manifest.vendor == "sqlite":
                _sqlite(Path(folder) / SQLITE_FILE)
            else:
                _postgresql(manifest, Path(folder) / TABLES)
            if (Path(folder) / EVIDENCE).is_dir():
                shutil.copytree(Path(folder) / EVIDENCE, evidence, dirs_exist_ok=True)
                evidence.chmod(0o700)
        if web is not None:
            grant(web)
        _compare(manifest)
        found = None if pending() else verify(problem_limit=PROBLEMS)
    collect_static()
    return Restored(manifest, found)


def _refuse_used(evidence: Path) -> None:
    if tables.names("default"):
        raise NotDone("The database holds tables already. Restore into a new one: star57 hub init --empty makes settings for it.")
    if evidence.is_dir() and any(path.is_file() for path in evidence.rglob("*")):
        raise NotDone(f"There are files in {evidence} already. Set STAR57_EVIDENCE_DIR to an empty folder.")


def _fits(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise NotDone(
            f"This is a backup of {manifest.vendor}, and the database is {connection.vendor}. Restore it into {manifest.vendor}; "
            "`star57 hub move` goes from SQLite to PostgreSQL."
        )


def _sqlite(copy: Path) -> None:
    """In place of the empty file."""
    database = Path(connection.settings_dict["NAME"])
    connection.close()
    for rest in (f"{database}-wal", f"{database}-shm"):
        Path(rest).unlink(missing_ok=True)
    part = database.with_name(f".{database.name}.partial")
    shutil.copyfile(copy, part)
    part.chmod(0o600)
    part.replace(database)


def _postgresql(manifest: Manifest, folder: Path) -> None:
    """The tables as they were at the backup's version, then the rows."""
    last = dict(sorted(manifest.migrations))
    for app, name in last.items():
        call_command("migrate", app, name, verbosity=0, interactive=False)

    def write(copy: Any, table: str) -> None:
        with (folder / table).open("rb") as stream:
            while chunk := stream.read(1 << 18):
                copy.write(chunk)

    tables.fill(manifest.columns, write)


def _compare(manifest: Manifest) -> None:
    found = tables.counts("default", manifest.rows)
    wrong = {name: count for name, count in manifest.rows.items() if found[name] != count}
    if wrong:
        raise NotDone(f"Tables do not hold as many rows as the backup: {', '.join(sorted(wrong))}. Do not use this database.")
