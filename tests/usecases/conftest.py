"""The stage of the use cases, on SQLite and, in `make check`, on PostgreSQL. Everybody is entered once a module; tests are rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import connected, rolled_back
from tests.usecases.cast import Stage, enter_everybody


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.slow])])
def peopled(request: pytest.FixtureRequest, django_db_blocker: Any) -> str:
    """The URL of the module's own database, with everybody in it."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    with django_db_blocker.unblock(), connected(url):
        enter_everybody()
    return url


@pytest.fixture
def stage(peopled: str, django_db_blocker: Any) -> Iterator[Stage]:
    """Everybody entered, nothing opened."""
    with django_db_blocker.unblock(), rolled_back(peopled):
        yield Stage()
