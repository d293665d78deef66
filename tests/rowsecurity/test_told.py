"""What the server is told ends with the statement or the transaction: a connection that is kept remembers nobody, whatever went wrong."""

import threading

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from star57.hub.records.models import Hop, Organisation, SavedView
from star57.hub.records.sight import ALL, NOTHING, Sight, seeing, wanted

pytestmark = [pytest.mark.postgresql, pytest.mark.slow, pytest.mark.usefixtures("served")]

TERM = Sight("organisation", "O-TERM")


def remembered() -> set[str | None]:
    """What the session says by itself, asked around Django."""
    connection.ensure_connection()
    told = "SELECT current_setting('star57.sees', true), current_setting('star57.who', true)"
    return set(connection.connection.execute(told).fetchone())


@pytest.mark.parametrize("sight", [ALL, TERM], ids=["all", "one"])
def test_a_kept_connection_remembers_nobody(sight):
    with seeing(sight):
        assert Hop.objects.exists()
        assert remembered() <= {"", None}
        assert Hop.objects.exists(), "told anew each time"
    assert not Hop.objects.exists()


@pytest.mark.parametrize(("statement", "error"), [
    ("SELECT 1/(id - id) FROM records_hop", DataError),
    ("SELECT * FROM no_such_table", ProgrammingError),
    ("INSERT INTO records_savedview (name) SELECT NULL FROM records_hop", IntegrityError),
])  # fmt: skip
def test_an_error_is_the_statements_own_and_leaves_no_sight_behind(statement, error):
    with seeing(ALL), pytest.raises(error), connection.cursor() as cursor:
        cursor.execute(statement)
    assert remembered() <= {"", None}
    assert not Hop.objects.exists()
    with seeing(ALL):
        assert Hop.objects.count() == 3


def test_after_an_error_in_a_transaction_nothing_is_remembered():
    with seeing(ALL), pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/(id - id) FROM records_hop")
    assert remembered() <= {"", None}
    assert not Hop.objects.exists()


def test_what_a_savepoint_took_back_is_told_again():
    with seeing(ALL), transaction.atomic():
        with pytest.raises(DataError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1/(id - id) FROM records_hop")
        assert Hop.objects.count() == 3
        with seeing(TERM):
            assert Hop.objects.count() == 2


def test_rows_that_are_fetched_in_pieces_are_seen_too():
    with seeing(ALL):
        assert len(list(Hop.objects.iterator(chunk_size=1))) == 3
    assert remembered() <= {"", None}
    with seeing(TERM), transaction.atomic():
        assert len(list(Hop.objects.iterator(chunk_size=1))) == 2


def test_a_new_connection_is_told_before_it_shows_anything():
    with seeing(TERM):
        assert Hop.objects.count() == 2
        connection.close()
        assert Hop.objects.count() == 2
    connection.close()
    assert not Hop.objects.exists()


def test_another_thread_begins_seeing_nothing():
    found = []

    def look() -> None:
        found.extend([wanted(), Hop.objects.count()])
        connection.close()

    with seeing(ALL):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [NOTHING, 0]


def test_what_is_anothers_can_be_neither_changed_nor_written():
    with seeing(TERM):
        assert Hop.objects.filter(provider__public_id="ORIG").update(version=99) == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            SavedView.objects.bulk_create([SavedView(organisation=Organisation.objects.get(public_id="O-ORIG"), person_id=1, name="x")])
