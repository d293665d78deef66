"""Hubs that are served over databases with everybody and their keys in them: started once a session, for each module to look into."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import ON_EACH, connected, copy_postgresql, copy_sqlite
from tests.rows import for_web_role
from tests.served import Hub, people_and_keys, serving


@pytest.fixture(scope="session")
def sqlite_hub(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Hub]:
    url = copy_sqlite(sqlite_template, tmp_path_factory.mktemp("served"))
    yield from _served(url, django_db_blocker, served_as=url)


@pytest.fixture(scope="session")
def postgresql_hub(postgresql: str, postgresql_template: str, django_db_blocker: Any) -> Iterator[Hub]:
    """Served under a web role, which row-level security binds."""
    url = copy_postgresql(postgresql, postgresql_template)
    with django_db_blocker.unblock():
        web = for_web_role(url)
    yield from _served(url, django_db_blocker, served_as=web)


def _served(url: str, django_db_blocker: Any, served_as: str) -> Iterator[Hub]:
    with django_db_blocker.unblock(), connected(url):
        keys = people_and_keys()
    with serving(served_as, keys) as found:
        found.url = url
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
