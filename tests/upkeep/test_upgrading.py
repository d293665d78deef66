"""An upgrade that stops half way leaves a backup that comes back; one with nothing to do does nothing."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.databases import ON_EACH, copy_postgresql
from tests.upkeep.hub_process import star57

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
RECORDS = Path(__file__).parents[2] / "src/star57/hub/records/migrations"

LATER = """
from datetime import UTC, datetime
from django.db import migrations, models
from star57.hub.domain.access import operator
from star57.hub.domain.access import OrganisationKind
from star57.hub.usecases.register_organisation import register_organisation

def enter(apps, schema_editor):
    now = datetime(2027, 1, 4, tzinfo=UTC)
    kind = OrganisationKind.AUDITOR
    register_organisation(actor=operator("upgrade"), kind=kind, name="Entered by the upgrade", public_id="LATER", now=now)
    if FAILS:
        raise RuntimeError("a migration that fails half way")

class Migration(migrations.Migration):
    dependencies = [("records", "LAST")]
    operations = [
        migrations.AlterField("organisation", "name", models.CharField(max_length=301)),
        migrations.AlterField("hop", "named_as", models.CharField(max_length=301)),
    ]

class Data(migrations.Migration):
    dependencies = [("records", "8000_later")]
    operations = [migrations.RunPython(enter)]
"""


@pytest.fixture(params=ON_EACH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A lived-in database of this version."""
    if request.param == "sqlite":
        folder = request.getfixturevalue("lived_in_sqlite")
        return f"sqlite:///{shutil.copy(folder / 'hub.sqlite3', tmp_path / 'hub.sqlite3')}"
    return copy_postgresql(request.getfixturevalue("postgresql"), request.getfixturevalue("lived_in_postgresql")[0])


def next_version(folder: Path, *, fails: bool) -> dict[str, str]:
    """The environment in which this program is one version on: two more migrations, the second over rows."""
    package = folder / "next_version"
    shutil.copytree(RECORDS, package, ignore=shutil.ignore_patterns("__pycache__"))
    last = max(path.stem for path in package.glob("0*.py"))
    schema, data = LATER.split("class Data(")
    (package / "8000_later.py").write_text(schema.replace("LAST", last).replace("FAILS", "False"))
    head = schema.split("class Migration(")[0]
    (package / "8001_later_rows.py").write_text(f"{head}class Migration({data}".replace("FAILS", str(fails)))
    (folder / "next_settings.py").write_text("from star57.hub.config.settings import *\nMIGRATION_MODULES = {'records': 'next_version'}\n")
    return {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "next_settings"}


def settings_file(folder: Path, url: str) -> Path:
    file = folder / "star57.env"
    file.write_text(
        f"STAR57_SECRET_KEY={'a-secret-of-no-worth-' * 3}\nSTAR57_DATABASE_URL={url}\nSTAR57_EVIDENCE_DIR={folder / 'evidence'}\n"
    )
    return file


def test_one_that_fails_half_way_leaves_a_backup_and_says_what_to_do(url: str, tmp_path: Path) -> None:
    settings = settings_file(tmp_path, url)
    done = star57("upgrade", "--backup", str(tmp_path / "before"), settings_file=settings, **next_version(tmp_path, fails=True))
    assert done.returncode == 1
    assert "a migration that fails half way" in done.stderr
    assert f"restore {tmp_path / 'before'} into a new database" in done.stderr
    if url.startswith("sqlite"):
        fresh = settings_file(tmp_path, f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
        back = star57("restore", str(tmp_path / "before"), settings_file=fresh)
        assert (back.returncode, back.stderr) == (0, ""), back
        with sqlite3.connect(tmp_path / "fresh.sqlite3") as database:
            assert database.execute("SELECT COUNT(*) FROM records_organisation WHERE public_id = 'LATER'").fetchone() == (0,)
        database.close()


def test_a_second_time_there_is_nothing_to_do(url: str, tmp_path: Path) -> None:
    done = star57("upgrade", "--backup", str(tmp_path / "before"), settings_file=settings_file(tmp_path, url))
    assert (done.returncode, done.stderr) == (0, ""), done
    assert "Nothing was to be changed" in done.stdout
    assert not (tmp_path / "before").exists()
