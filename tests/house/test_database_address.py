"""What stands behind a database's address holds, and what is not known there is refused: nobody believes in a TLS that is not there."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from star57.hub.config.environment import database_at
from tests.databases import connected


def test_what_libpq_takes_is_passed_on() -> None:
    found = database_at("postgresql://hub:p%40ss@db.internal:5433/star57?sslmode=verify-full&sslrootcert=/etc/ca.pem")
    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "star57", "USER": "hub", "PASSWORD": "p@ss", "HOST": "db.internal", "PORT": "5433",
    }  # fmt: skip
    assert (found["OPTIONS"]["sslmode"], found["OPTIONS"]["sslrootcert"]) == ("verify-full", "/etc/ca.pem")


def test_a_folder_of_a_socket_is_a_host() -> None:
    assert database_at("postgresql://hub@/star57?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("behind", ["ssl_mode=require", "sslmode=require&prepare=off"])
def test_what_is_not_known_is_refused_and_named(behind: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="is not known behind the address"):
        database_at(f"postgresql://hub@db.internal/star57?{behind}")


@pytest.mark.postgresql
@pytest.mark.slow
def test_a_connection_is_made_as_asked(postgresql: str, django_db_blocker) -> None:
    address = f"{postgresql}?sslmode=disable&application_name=hub-of-a-test&options=-csearch_path%3Dpg_catalog"
    with django_db_blocker.unblock(), connected(address), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name'), current_setting('search_path')")
        assert cursor.fetchone() == ("hub-of-a-test", "pg_catalog")
