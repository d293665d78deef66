"""The stage of the non-interference tests on PostgreSQL, under a web role that row-level security binds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from star57.hub.records.sight import ALL, seeing
from tests.databases import connected
from tests.noninterference.cast import NOW, gather
from tests.noninterference.chance import decided
from tests.noninterference.pairs import Stage, in_this_thread
from tests.rows import for_web_role
from tests.usecases import cast


@pytest.fixture(scope="module")
def stage(postgresql_url: str, django_db_blocker: Any) -> Iterator[Stage]:
    """The test's own queries see all; each page and each API request begins seeing nothing."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock():
        web = connected(for_web_role(postgresql_url))
        with web, seeing(ALL), decided(NOW) as chance, in_this_thread(), quick:
            yield Stage(gather(chance), chance)


@pytest.fixture(scope="module")
def served(postgresql_url: str, django_db_blocker: Any) -> Iterator[str]:
    """The address of the web role of a database in which a call was traced through TERM and TRAN1 to ORIG."""
    with django_db_blocker.unblock(), connected(postgresql_url):
        cast.enter_everybody()
        stage = cast.Stage()
        stage.open()
        stage.answer("TERM", cast.upstream("TRAN1"))
        stage.answer("TRAN1", cast.upstream("ORIG"))
        stage.answer("ORIG", cast.caller())
    with django_db_blocker.unblock():
        url = for_web_role(postgresql_url)
        with connected(url):
            yield url
