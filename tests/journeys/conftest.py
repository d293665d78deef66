"""A town for every journey: founded once a module, a copy for each test; at a desk, on a phone, and by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import connected, copy_sqlite
from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.town import found_town, town_at
from tests.journeys.town_cast import Cast


@pytest.fixture(scope="module")
def founded(sqlite_template: Path, tmp_path_factory: Any, django_db_blocker: Any) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("founded")
    with django_db_blocker.unblock(), connected(copy_sqlite(sqlite_template, folder)):
        return folder / "hub.sqlite3", found_town()


@pytest.fixture(params=[(1280, Pointer()), (390, Pointer()), (1280, Keyboard())], ids=["desk", "phone", "keyboard"])
def cast(
    request: Any, browser: Any, founded: tuple[Path, dict[str, str]], tmp_path: Path, django_db_blocker: Any, monkeypatch: Any
) -> Iterator[Cast]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
    file, people = founded
    with django_db_blocker.unblock(), town_at(file, tmp_path, people) as town:
        yield Cast(town, browser, *request.param)
        for context in browser.contexts:
            context.close()
