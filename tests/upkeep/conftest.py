"""One lived-in database of each kind a session; tests copy it."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.databases import Database, connected, copy_postgresql, copy_sqlite, create_database
from tests.upkeep.lived_in import live_in

_fresh = count(1)
ON_EACH = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.slow])]


@pytest.fixture(scope="session")
def lived_in_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A folder with hub.sqlite3 and evidence."""
    folder = tmp_path_factory.mktemp("lived-in")
    with django_db_blocker.unblock(), connected(copy_sqlite(sqlite_template, folder)):
        live_in(folder)
    return folder


@pytest.fixture(scope="session")
def lived_in_postgresql(postgresql: str, postgresql_template: str, tmp_path_factory: Any, django_db_blocker: Any) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("lived-in")
    url = copy_postgresql(postgresql, postgresql_template)
    with django_db_blocker.unblock(), connected(url):
        live_in(folder)
    return url, folder


@pytest.fixture(params=ON_EACH)
def hub(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any, settings: Any) -> Iterator[Database]:
    """A lived-in hub of the test's own, on each database."""
    if request.param == "sqlite":
        folder = request.getfixturevalue("lived_in_sqlite")
        url = f"sqlite:///{shutil.copy(folder / 'hub.sqlite3', tmp_path / 'hub.sqlite3')}"
    else:
        template, folder = request.getfixturevalue("lived_in_postgresql")
        url = copy_postgresql(request.getfixturevalue("postgresql"), template)
    settings.EVIDENCE_DIR = str(shutil.copytree(folder / "evidence", tmp_path / "evidence"))
    with django_db_blocker.unblock(), connected(url) as found:
        yield found


@pytest.fixture
def nothing_yet(hub: Database, tmp_path: Path) -> str:
    """The URL of an empty database of the same kind, to restore into."""
    if hub.vendor == "sqlite":
        return f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    parts = urlsplit(hub.url)
    return create_database(parts._replace(path="/postgres").geturl(), f"star57_fresh_{next(_fresh)}")
