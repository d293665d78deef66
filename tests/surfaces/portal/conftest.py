"""The scene, made once for each worker and never changed: what a test does is rolled back."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from star57 import clock
from tests.databases import connected, rolled_back
from tests.journeys.scene import Scene, make_scene


@pytest.fixture(scope="session")
def scene_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> tuple[str, Scene]:
    """The URL of a database that holds the scene."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('scene') / 'scene.sqlite3')}"
    with django_db_blocker.unblock(), connected(url):
        return url, make_scene()


@pytest.fixture
def scene(scene_database: tuple[str, Scene], django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    url, made = scene_database
    monkeypatch.setattr(clock, "now", lambda: made.now)
    with django_db_blocker.unblock(), rolled_back(url):
        yield copy.copy(made)
