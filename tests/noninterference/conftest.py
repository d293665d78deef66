"""The stage: everybody entered once in a module; worlds are told on it and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.databases import connected, copy_sqlite
from tests.noninterference.cast import NOW, gather
from tests.noninterference.chance import decided
from tests.noninterference.pairs import Stage, in_this_thread


@pytest.fixture(scope="module")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Stage]:
    url = copy_sqlite(sqlite_template, tmp_path_factory.mktemp("noninterference"))
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), connected(url), decided(NOW) as chance, in_this_thread(), quick:
        yield Stage(gather(chance), chance)
