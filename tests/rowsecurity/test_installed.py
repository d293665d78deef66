"""Row-level security is in place: every table is classified, and a role that owns nothing is shown nothing by itself."""

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from star57.findings import Grade
from star57.hub.ledger import row_security
from star57.hub.ledger.row_rules import OPEN, ROW_SECURITY
from star57.hub.records.models import Hop, Response, Sealed
from star57.hub.records.sight import ALL, NOTHING, Sight, seeing
from star57.hub.upkeep.check_database import check_database
from tests.databases import Database, connected, create_database
from tests.rows import for_web_role
from tests.usecases import cast

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


def test_every_table_has_a_rule_or_a_reason(each_database):
    assert set(connection.introspection.table_names()) == {*ROW_SECURITY, *OPEN}
    assert not {*ROW_SECURITY} & {*OPEN}


def test_migrating_puts_every_policy_in_place(postgresql_database):
    assert row_security.missing(connection) == []


def test_the_web_role_owns_nothing_and_passes_no_policy_by(served):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT COUNT(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)")
        assert cursor.fetchone() == (0,)


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in ROW_SECURITY:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            (found[table],) = cursor.fetchone()
    return found


def test_who_has_not_said_who_they_are_is_shown_nothing(served):
    with seeing(NOTHING):
        assert not any(counts().values())
    with seeing(ALL):
        assert counts()["records_hop"] == 3


def test_a_provider_is_shown_its_own_hop_and_its_neighbours(served):
    with seeing(Sight("organisation", "O-TERM")):
        assert set(Hop.objects.values_list("provider__public_id", flat=True)) == {"TERM", "TRAN1"}
    with seeing(Sight("organisation", "O-LUZON")):
        assert not Hop.objects.exists()


def test_a_connection_that_served_one_provider_shows_the_next_nothing_of_it(served):
    shown = {}
    for organisation in ("O-TERM", "O-ORIG", "O-TERM"):
        with seeing(Sight("organisation", organisation)):
            shown[organisation] = set(Response.objects.values_list("hop__provider__public_id", flat=True))
        with seeing(NOTHING):
            assert not Response.objects.exists()
    assert shown == {"O-TERM": {"TERM"}, "O-ORIG": {"ORIG"}}


@pytest.mark.parametrize("is_committed", [True, False])
def test_what_a_transaction_saw_ends_with_it(served, is_committed):
    with seeing(NOTHING):
        assert not Hop.objects.exists()
    with seeing(ALL), transaction.atomic():
        assert Hop.objects.count() == 3
        transaction.set_rollback(not is_committed)
    with connection.cursor() as cursor:
        assert cursor.connection.execute("SELECT current_setting('star57.sees', true)").fetchone()[0] in {"", None}


def test_a_rolled_back_savepoint_takes_no_sight_along(served):
    with seeing(NOTHING), transaction.atomic():
        assert not Hop.objects.exists()
        with seeing(ALL), transaction.atomic():
            assert Hop.objects.count() == 3
            transaction.set_rollback(True)
        assert not Hop.objects.exists()


def test_sealed_answers_are_their_own_providers(served):
    with seeing(Sight("organisation", "O-TRAN1")):
        of = set(Sealed.objects.filter(field="response").values_list("entry__subject_id", flat=True))
        assert of == set(Hop.objects.filter(provider__public_id="TRAN1").values_list("public_id", flat=True))


def test_a_contact_is_shown_one_request(served):
    with seeing(ALL):
        one = Hop.objects.get(provider__public_id="TRAN1")
    with seeing(Sight("request", one.public_id)):
        assert set(Response.objects.values_list("hop_id", flat=True)) == {one.pk}


def test_a_sight_that_every_connection_begins_with_is_found(own_postgresql: Database) -> None:
    assert row_security.left_open(connection) == []
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET star57.sees = 'all'")
    assert row_security.left_open(connection) == [f"DATABASE {name}"]
    assert [found.grade for found in check_database() if found.subject == "row-level security"] == [Grade.WRONG]


def test_tables_in_a_schema_of_their_own_are_guarded_alike(postgresql: str, django_db_blocker):
    with django_db_blocker.unblock():
        owner = create_database(postgresql, "star57_apart")
        with psycopg.connect(owner, autocommit=True) as server:
            server.execute('CREATE SCHEMA "apart from others"')
            server.execute('ALTER DATABASE star57_apart SET search_path = "apart from others"')
        with connected(owner):
            call_command("migrate", verbosity=0)
            cast.enter_everybody()
            cast.Stage().open()
        with connected(for_web_role(owner)):
            assert row_security.missing(connection) == []
            assert [found.grade for found in check_database() if found.subject in {"roles", "row-level security"}] == [Grade.RIGHT] * 2
            with seeing(NOTHING):
                assert not Hop.objects.exists()
            with seeing(Sight("organisation", "O-TERM")):
                assert Hop.objects.get(provider__public_id="TERM") == Hop.objects.get()
            with seeing(Sight("organisation", "O-ORIG")):
                assert not Hop.objects.exists()
