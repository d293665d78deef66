"""`make release-sample`: keeps a backup of a lived-in hub of this version, for every later version to bring forward."""

from importlib.metadata import version

from star57.hub.upkeep.backup import backup
from tests.databases import Database
from tests.upkeep.test_releases import MIGRATIONS, RELEASES, sum_of, sums
from tests.usecases.cast import MONDAY


def test_keep(hub: Database) -> None:
    RELEASES.mkdir(exist_ok=True)
    file = RELEASES / f"{version('star57')}-{hub.vendor}.tar.gz"
    file.unlink(missing_ok=True)
    backup(file, MONDAY)
    kept = sums() | {path.name: sum_of(path) for path in MIGRATIONS.glob("0*.py")}
    (RELEASES / "migrations.sha256").write_text("".join(f"{kept[name]}  {name}\n" for name in sorted(kept)))
