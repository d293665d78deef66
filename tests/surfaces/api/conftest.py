"""Hubs that are served over databases with everybody and their keys in them: started once a session, for each module to look into."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import ON_EACH, connected, copy_postgresql, copy_sqlite
from tests.served import Hub, people_and_keys, serving


@pytest.fixture(scope="session")
def sqlite_hub(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Hub]:
    yield from _served(copy_sqlite(sqlite_template, tmp_path_factory.mktemp("served")), django_db_blocker)


@pytest.fixture(scope="session")
def postgresql_hub(postgresql: str, postgresql_template: str, django_db_blocker: Any) -> Iterator[Hub]:
    yield from _served(copy_postgresql(postgresql, postgresql_template), django_db_blocker)


def _served(url: str, django_db_blocker: Any) -> Iterator[Hub]:
    with django_db_blocker.unblock(), connected(url):
        keys = people_and_keys()
    with serving(url, keys) as found:
        yield found


@pytest.fixture(scope="module")
def hub(sqlite_hub: Hub, django_db_blocker: Any) -> Iterator[Hub]:
    """A hub on SQLite, and its database under our own queries."""
    with django_db_blocker.unblock(), connected(sqlite_hub.url):
        yield sqlite_hub


@pytest.fixture(scope="module", params=ON_EACH)
def each_hub(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[Hub]:
    """The same, once on SQLite and once on PostgreSQL."""
    found: Hub = request.getfixturevalue(f"{request.param}_hub")
    with django_db_blocker.unblock(), connected(found.url):
        yield found
