"""A record moves from SQLite to PostgreSQL whole, by one command, and goes on there."""

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from star57.hub.domain.access import OrganisationKind
from star57.hub.ledger import triggers
from star57.hub.ledger.verify import verify
from star57.hub.records.models import Organisation
from star57.hub.usecases.register_organisation import register_organisation
from tests.databases import connected
from tests.upkeep.hub_process import settings_of, star57
from tests.upkeep.lived_in import everything
from tests.usecases.cast import MONDAY, STAFF

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def settings_file(lived_in_sqlite: Path, tmp_path: Path) -> Path:
    """A lived-in hub on SQLite, as an operator has it."""
    shutil.copy(lived_in_sqlite / "hub.sqlite3", tmp_path / "star57.sqlite3")
    file = tmp_path / "star57.env"
    file.write_text(
        f"STAR57_SECRET_KEY={'a-secret-of-no-worth-' * 3}\n"
        f"STAR57_DATABASE_URL=sqlite:///{tmp_path / 'star57.sqlite3'}\nSTAR57_EVIDENCE_DIR={tmp_path / 'evidence'}\n"
    )
    return file


def test_the_record_is_in_postgresql_afterwards(settings_file: Path, postgresql: str, tmp_path: Path, django_db_blocker: Any) -> None:
    source = tmp_path / "star57.sqlite3"
    with django_db_blocker.unblock(), connected(f"sqlite:///{source}"):
        before = everything()
        connection.close()
    bytes_before = source.read_bytes()
    to = urlsplit(postgresql)._replace(path=f"/moved_{os.getpid()}").geturl()
    done = star57("move", "--to", to, settings_file=settings_file)
    assert (done.returncode, done.stderr) == (0, ""), done
    assert "every one holds" in done.stdout
    assert source.read_bytes() == bytes_before
    new = settings_of(tmp_path / "star57-postgresql.env")
    assert new["STAR57_SECRET_KEY"] == settings_of(settings_file)["STAR57_SECRET_KEY"]
    with django_db_blocker.unblock():
        with connected((tmp_path / "owner.url").read_text().strip()):
            assert everything() == before
            assert triggers.installed(connection) == triggers.expected("postgresql")
        with connected(new["STAR57_DATABASE_URL"]):
            the_web_role_serves_and_no_more()
    again = star57("move", "--to", to, settings_file=settings_file)
    assert again.returncode == 1
    assert "holds a record already" in again.stderr


def the_web_role_serves_and_no_more() -> None:
    made = register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name="After the move", public_id=None, now=MONDAY)
    assert Organisation.objects.get(public_id=made).pk == Organisation.objects.count(), "ids go on after the last"
    assert verify(problem_limit=1).holds
    refused = ["DROP TABLE records_hop", "DELETE FROM records_journalentry", "TRUNCATE records_sealed"]
    for statement in refused:
        with pytest.raises(Exception, match=r"permission denied|must be owner"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_database_that_is_in_use_is_refused(settings_file: Path, lived_in_postgresql: tuple[str, Path], tmp_path: Path) -> None:
    url, _folder = lived_in_postgresql
    done = star57("move", "--to", url, "--owner-database", url, settings_file=settings_file)
    assert done.returncode == 1
    assert "holds a record already" in done.stderr


def test_roles_of_this_name_are_not_taken_over(settings_file: Path, postgresql: str, tmp_path: Path) -> None:
    with psycopg.connect(postgresql, autocommit=True) as server:
        server.execute("CREATE ROLE taken_owner")
    done = star57("move", "--to", urlsplit(postgresql)._replace(path="/taken").geturl(), settings_file=settings_file)
    assert done.returncode == 1
    assert "There is a role taken_owner already" in done.stderr
    assert not (tmp_path / "star57-postgresql.env").exists()
