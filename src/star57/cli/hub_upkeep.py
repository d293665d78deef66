"""star57 hub backup, restore, upgrade: the record kept, brought back, brought forward."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from star57 import clock
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say

if TYPE_CHECKING:
    from star57.hub.ledger.verify import Verification

BACKUP_EXAMPLE = "Example: star57 hub backup /var/backups/star57-2026-11-23.tar.gz"
RESTORE_EXAMPLE = "Example: star57 hub restore /var/backups/star57-2026-11-23.tar.gz"
UPGRADE_EXAMPLE = "Example: star57 hub upgrade --backup /var/backups/star57-before-upgrade.tar.gz"

Json = Annotated[bool, typer.Option("--json", help="one JSON value on standard output")]


def backup(file: Annotated[Path, typer.Argument(help="the file to write; it must not be there yet")], as_json: Json = False) -> int:
    """Back up database and evidence to one file.

    The hub may serve meanwhile. The file is there when it is whole. Settings and secrets are not in it: keep a copy of them elsewhere.
    """
    with hub_ready():
        from star57.hub.upkeep.backup import backup as write

        made = write(file.absolute(), clock.now())
    if as_json:
        print_json({"file": str(file), "bytes": file.stat().st_size, "rows": made.rows, "files": len(made.files)})
    else:
        say(f"{file}: {sum(made.rows.values())} rows of {len(made.rows)} tables, {len(made.files)} files, {file.stat().st_size:,} bytes")
    return 0


def restore(file: Annotated[Path, typer.Argument(help="a file that star57 hub backup wrote")], as_json: Json = False) -> int:
    """Bring a backup back into a hub that holds nothing yet.

    Checks every file's SHA-256 first and reads the whole record afterwards. `star57 hub init --empty` makes settings for such a hub;
    better still, use the ones that were kept.
    """
    with hub_ready():
        from star57.hub.upkeep.restore import restore as bring_back

        found = bring_back(file.absolute())
    if found.verification is None:
        say(f"The rows of {found.manifest.made_at:%Y-%m-%d %H:%M} are back, of star57 {found.manifest.star57}. Next: star57 hub upgrade")
        return 0
    return told_of(found.verification, f"The record of {found.manifest.made_at:%Y-%m-%d %H:%M} UTC is back.", as_json)


def upgrade(
    file: Annotated[Path, typer.Option("--backup", help="where the backup goes that is made first; it must not be there yet")],
    as_json: Json = False,
) -> int:
    """Bring a hub to the installed version.

    Stop the hub first. Makes a backup when there is anything to change, migrates, then reads the whole record again.
    """
    with hub_ready():
        from star57.hub.upkeep.upgrading import upgrade as bring_forward

        done = bring_forward(file.absolute(), clock.now())
    words = f"{', '.join(done.migrations)} applied; before that, {done.backup}." if done.backup else "Nothing was to be changed."
    return told_of(done.verification, words, as_json)


def told_of(found: "Verification", words: str, as_json: bool) -> int:
    """Say what was done and what reading the record found; the exit code."""
    problems = [str(problem) for problem in found.problems]
    if as_json:
        print_json({"done": words, "entries": found.entries, "problems": problems, "more": found.has_more})
    else:
        say("\n".join([words, *problems, f"{found.entries} entries read; {'every one holds' if found.holds else 'not all hold'}."]))
    return 0 if found.holds else 1
