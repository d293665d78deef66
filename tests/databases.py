"""Migrated databases for tests, on SQLite and on PostgreSQL. The record refuses to be flushed, so nothing here ever flushes.

`database`          SQLite; what a test writes is rolled back
`each_database`     the same, once on SQLite and once on PostgreSQL
`own_database`      a copy of its own, on each database: real commits, for threads, servers and browsers
`own_sqlite`, `own_postgresql`   the same on one of them
"""

import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql

from star57.hub.config import environment

URL = "STAR57_DATABASE_URL"  # subprocesses follow it too
_copies = count(1)


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database that Django's default connection points to."""

    vendor: str
    url: str


@contextmanager
def connected(url: str) -> Iterator[Database]:
    """Point Django's default connection, in every thread, to another database."""
    before = os.environ[URL]
    _use(url)
    try:
        yield Database(connections["default"].vendor, url)
    finally:
        _use(before)


def _use(url: str) -> None:
    os.environ[URL] = url
    settings = connections.configure_settings({"default": environment.database(URL, default=url)})["default"]
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = settings
    threads: Any = sys.modules.get("star57.hub.api.threads")
    if threads:  # they keep their connections to where they were made
        threads._pool.shutdown()
        threads._pool = ThreadPoolExecutor(threads._pool._max_workers)


@contextmanager
def rolled_back(url: str) -> Iterator[Database]:
    """The database of this URL, inside a transaction that never commits."""
    with connected(url) as database:
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # a durable block inside is as good as outermost
        with atomic:
            yield database
            transaction.set_rollback(True)


def _migrate(url: str) -> None:
    with connected(url):
        call_command("migrate", verbosity=0)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    with django_db_blocker.unblock():
        _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql: str, django_db_blocker: Any) -> str:
    """The URL of a migrated PostgreSQL database to copy."""
    with django_db_blocker.unblock():
        _migrate(url := create_database(postgresql, "star57_template"))
    return url


def create_database(server: str, name: str, *, template: str = "template0") -> str:
    """A new database on the server; the URL it answers at."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def copy_sqlite(template: Path, folder: Path) -> str:
    """A copy of the migrated file, for whoever wants one of their own."""
    return f"sqlite:///{shutil.copy(template, folder / 'hub.sqlite3')}"


def copy_postgresql(server: str, template: str) -> str:
    """A copy of the migrated database."""
    return create_database(server, f"star57_{next(_copies)}", template=urlsplit(template).path[1:])


@pytest.fixture(scope="module")
def sqlite_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The module's own SQLite copy."""
    return copy_sqlite(sqlite_template, tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="module")
def postgresql_url(postgresql: str, postgresql_template: str) -> str:
    """The module's own PostgreSQL copy."""
    return copy_postgresql(postgresql, postgresql_template)


@pytest.fixture
def database(sqlite_url: str, django_db_blocker: Any) -> Iterator[Database]:
    with django_db_blocker.unblock(), rolled_back(sqlite_url) as found:
        yield found


@pytest.fixture
def postgresql_database(postgresql_url: str, django_db_blocker: Any) -> Iterator[Database]:
    with django_db_blocker.unblock(), rolled_back(postgresql_url) as found:
        yield found


@pytest.fixture
def own_sqlite(sqlite_template: Path, tmp_path: Path, django_db_blocker: Any) -> Iterator[Database]:
    with django_db_blocker.unblock(), connected(copy_sqlite(sqlite_template, tmp_path)) as found:
        yield found


@pytest.fixture
def own_postgresql(postgresql: str, postgresql_template: str, django_db_blocker: Any) -> Iterator[Database]:
    with django_db_blocker.unblock(), connected(copy_postgresql(postgresql, postgresql_template)) as found:
        yield found


ON_EACH_ALWAYS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
ON_EACH = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.slow])]  # `make test` is on SQLite


@pytest.fixture(params=ON_EACH)
def each_database(request: pytest.FixtureRequest) -> Database:
    return chosen(request)


def chosen(request: pytest.FixtureRequest) -> Database:
    """The database that the fixture's parameter names."""
    found: Database = request.getfixturevalue("database" if request.param == "sqlite" else "postgresql_database")
    return found


@pytest.fixture(params=ON_EACH)
def own_database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(f"own_{request.param}")
    return found
