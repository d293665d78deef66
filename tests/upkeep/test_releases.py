"""The hub of every released version comes to this one with its data: a backup that each of them made is kept in releases/."""

import hashlib
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from star57.hub.domain.access import OrganisationKind
from star57.hub.ledger.verify import verify
from star57.hub.reads.tracebacks import traceback_view
from star57.hub.records.models import Traceback
from star57.hub.upkeep.archive import MANIFEST, Manifest
from star57.hub.usecases.register_organisation import register_organisation
from tests.databases import connected, create_database
from tests.upkeep.hub_process import star57
from tests.upkeep.lived_in import EVIDENCE, everything, kept_files
from tests.upkeep.test_upgrading import next_version, settings_file
from tests.usecases.cast import MONDAY, STAFF

RELEASES = Path(__file__).parent / "releases"
MIGRATIONS = Path(__file__).parents[2] / "src/star57/hub/records/migrations"
EACH = [
    pytest.param(file, id=file.name.removesuffix(".tar.gz"), marks=[pytest.mark.postgresql] if "postgresql" in file.name else [])
    for file in sorted(RELEASES.glob("*.tar.gz"))
]


def sum_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def sums() -> dict[str, str]:
    """The released migrations by name, as the release had them."""
    file = RELEASES / "migrations.sha256"
    return {name: value for value, name in (line.split() for line in file.read_text().splitlines())} if file.exists() else {}


def rows_of(backup: Path) -> dict[str, int]:
    """How many each table had."""
    with tarfile.open(backup) as archive:
        return Manifest.model_validate_json(archive.extractfile(MANIFEST).read()).rows  # type: ignore[union-attr]


@pytest.fixture(params=EACH)
def released(request: pytest.FixtureRequest) -> Path:
    """The backup of a release."""
    return Path(request.param)


@pytest.fixture
def empty(released: Path, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database of the backup's kind that holds nothing."""
    if "sqlite" in released.name:
        return f"sqlite:///{tmp_path / 'hub.sqlite3'}"
    server = urlsplit(request.getfixturevalue("postgresql"))._replace(path="/postgres").geturl()
    return create_database(server, f"star57_released_{abs(hash(tmp_path))}")


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_released_hub_comes_to_this_version_with_its_data(released: Path, empty: str, tmp_path: Path, django_db_blocker: Any) -> None:
    settings = settings_file(tmp_path, empty)
    back = star57("restore", str(released), settings_file=settings)
    assert (back.returncode, back.stderr) == (0, ""), back
    done = star57("upgrade", "--backup", str(tmp_path / "before"), settings_file=settings)
    assert (done.returncode, done.stderr) == (0, ""), done
    assert "every one holds" in done.stdout
    with django_db_blocker.unblock(), connected(empty):
        now = everything()
        assert sum(map(len, now.values())) > 100
        assert not {table for table, had in rows_of(released).items() if table in now and len(now[table]) < had}
        for (named,) in Traceback.objects.values_list("public_id"):
            assert traceback_view(actor=STAFF, traceback=named).happenings, named
        register_organisation(actor=STAFF, kind=OrganisationKind.AGENCY, name="Later", public_id=None, now=MONDAY)
        assert verify(problem_limit=1).holds, "what is entered afterwards goes on from there"
    assert kept_files(tmp_path / "evidence") == {"ab/cd/abcd": EVIDENCE}


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_released_hub_goes_through_a_later_migration_in_one_step(released: Path, empty: str, tmp_path: Path) -> None:
    settings = settings_file(tmp_path, empty)
    assert star57("restore", str(released), settings_file=settings).returncode == 0
    done = star57("upgrade", "--backup", str(tmp_path / "before"), settings_file=settings, **next_version(tmp_path, fails=False))
    assert (done.returncode, done.stderr) == (0, ""), done
    assert "records.8000_later, records.8001_later_rows applied" in done.stdout
    assert "every one holds" in done.stdout, "triggers are back after the rebuilding, and the new entry verifies"
    assert (tmp_path / "before").exists()
    older = star57("doctor", settings_file=settings)
    assert older.returncode == 1
    assert "newer version" in older.stdout, "the program of before says that it is too old"


def test_a_released_migration_is_never_written_anew() -> None:
    now = {path.name: sum_of(path) for path in MIGRATIONS.glob("0*.py")}
    changed = [name for name, value in sums().items() if now.get(name) != value]
    assert not changed, f"{', '.join(changed)}: hubs have run it; write a further migration instead"


def test_a_release_has_kept_a_backup_of_each_kind() -> None:
    releases = {file.name.rpartition("-")[0] for file in RELEASES.glob("*.tar.gz")}
    assert releases, "no release is kept"
    if "dev" not in version("star57"):
        releases.add(version("star57"))
    for each in releases:
        for vendor in ("sqlite", "postgresql"):
            assert (RELEASES / f"{each}-{vendor}.tar.gz").exists(), "run: make release-sample"
