"""A hub that is served over a database of the module's own, with everybody and their keys in it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import ON_EACH, connected
from tests.served import Hub, people_and_keys, serving


@pytest.fixture(scope="module")
def hub(sqlite_url: str, django_db_blocker: Any) -> Iterator[Hub]:
    """On SQLite."""
    with django_db_blocker.unblock(), connected(sqlite_url), serving(sqlite_url, people_and_keys()) as found:
        yield found


@pytest.fixture(scope="module")
def postgresql_hub(postgresql_url: str, django_db_blocker: Any) -> Iterator[Hub]:
    """On PostgreSQL."""
    with django_db_blocker.unblock(), connected(postgresql_url), serving(postgresql_url, people_and_keys()) as found:
        yield found


@pytest.fixture(scope="module", params=ON_EACH)
def each_hub(request: pytest.FixtureRequest) -> Hub:
    """On each database."""
    found: Hub = request.getfixturevalue("hub" if request.param == "sqlite" else "postgresql_hub")
    return found
