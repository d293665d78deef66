"""Takes a hub to this version: a backup first, then tables, triggers, rights and files, then the whole record is read again."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from star57.hub.ledger.verify import Verification, verify
from star57.hub.upkeep.backup import backup
from star57.hub.upkeep.databases import as_owner
from star57.hub.upkeep.laying import lay, pending
from star57.hub.upkeep.refusals import NotDone

PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The migrations applied and what reading the record afterwards found. backup None: nothing was to be applied."""

    migrations: tuple[str, ...]
    backup: Path | None
    verification: Verification


def upgrade(file: Path, now: datetime) -> Upgraded:
    """Raises NotDone; a migration that fails leaves the database as it was before that migration, and the backup beside it."""
    with as_owner():
        waiting = pending()
    if waiting:
        backup(file, now)
    try:
        applied = lay().migrations
    except NotDone:
        raise
    except Exception as problem:
        words = " ".join(str(problem).split())
        raise NotDone(f"The upgrade stopped ({words}). Install the version before, and restore {file} into a new database.") from problem
    with as_owner():
        return Upgraded(applied, file if waiting else None, verify(problem_limit=PROBLEMS))
