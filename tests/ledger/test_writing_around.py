"""Every way we know of writing around the ledger is refused, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from star57.hub.domain.access import CLOCK
from star57.hub.ledger.entries import append
from star57.hub.ledger.guarded import BOUND, GUARDED, JOURNAL, JOURNALED
from star57.hub.records.models import JournalEntry, Organisation, Response, Sealed
from tests.databases import ON_EACH_ALWAYS, Database, chosen
from tests.ledger.sample import NOW, Sample, change, write_sample

LEDGER = "write through the ledger"


@pytest.fixture(params=ON_EACH_ALWAYS)
def each_database(request: pytest.FixtureRequest) -> Database:
    return chosen(request)


@pytest.fixture
def sample(each_database) -> Sample:
    return write_sample()


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


def run(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def columns_of(table: str) -> str:
    with connection.cursor() as cursor:
        return ", ".join(f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, table))


def test_save_is_refused(sample):
    sample.organisation.name = "Another name"
    with refused(LEDGER):
        sample.organisation.save()


def test_save_with_the_next_version_but_no_entry_is_refused(sample):
    sample.organisation.version += 1
    with refused("records_organisation: no journal entry for"):
        sample.organisation.save()


def test_postgresql_names_the_version_that_has_no_entry(postgresql_database):
    organisation = write_sample().organisation
    with refused("records_organisation: no journal entry for version 2: write through the ledger"):
        Organisation.objects.filter(pk=organisation.pk).update(version=2)


def test_a_queryset_update_is_refused(sample):
    with refused(LEDGER):
        Organisation.objects.update(name="Another name")


def test_bulk_update_is_refused(sample):
    sample.organisation.name = "Another name"
    with refused(LEDGER):
        Organisation.objects.bulk_update([sample.organisation], ["name"])


def test_create_and_bulk_create_are_refused(sample):
    with refused(LEDGER):
        Organisation.objects.create(kind="provider", name="New", version=1)
    with refused(LEDGER):
        Organisation.objects.bulk_create([Organisation(kind="provider", name="New", version=1)])


def test_a_new_row_begins_with_version_1_even_where_a_higher_entry_exists(sample):
    append("organisation", "O-NEW", 1, "entered", actor=CLOCK, at=NOW)
    append("organisation", "O-NEW", 2, "changed", actor=CLOCK, at=NOW)
    with refused("begins with version 1"):
        Organisation.objects.create(public_id="O-NEW", kind="provider", name="New", version=2)


def test_bulk_create_that_updates_conflicts_is_refused(sample):
    twin = Organisation(public_id=sample.organisation.public_id, kind="provider", name="Another name", version=1)
    with refused(LEDGER):
        Organisation.objects.bulk_create([twin], update_conflicts=True, unique_fields=["public_id"], update_fields=["name", "version"])


def test_update_or_create_is_refused(sample):
    with refused(LEDGER):
        Organisation.objects.update_or_create(public_id=sample.organisation.public_id, defaults={"name": "Another name"})


def test_two_versions_at_once_are_refused_though_both_have_entries(sample):
    append("organisation", sample.organisation.public_id, 2, "changed", actor=CLOCK, at=NOW)
    append("organisation", sample.organisation.public_id, 3, "changed", actor=CLOCK, at=NOW)
    with refused("raises the version by one"):
        Organisation.objects.filter(pk=sample.organisation.pk).update(name="Another name", version=3)


def test_going_back_to_an_earlier_version_is_refused(sample):
    change(sample.organisation, "organisation", name="Another name")
    with refused("raises the version by one"):
        Organisation.objects.filter(pk=sample.organisation.pk).update(version=1)


def test_public_id_and_primary_key_never_change(sample):
    append("organisation", sample.organisation.public_id, 2, "changed", actor=CLOCK, at=NOW)
    append("organisation", "O-OTHER", 1, "entered", actor=CLOCK, at=NOW)
    append("organisation", "O-OTHER", 2, "changed", actor=CLOCK, at=NOW)
    with refused("public_id never changes"):
        Organisation.objects.filter(pk=sample.organisation.pk).update(public_id="O-OTHER", version=2)
    with refused("public_id never changes"):
        run("UPDATE records_organisation SET id = 999, version = 2 WHERE id = %s", sample.organisation.pk)


def test_an_entry_of_another_subject_or_kind_does_not_do(sample):
    append("organisation", "O-OTHER", 1, "entered", actor=CLOCK, at=NOW)
    append("organisation", "O-OTHER", 2, "changed", actor=CLOCK, at=NOW)
    append("provider", sample.organisation.public_id, 1, "entered", actor=CLOCK, at=NOW)
    append("provider", sample.organisation.public_id, 2, "changed", actor=CLOCK, at=NOW)
    with refused("no journal entry for"):
        Organisation.objects.filter(pk=sample.organisation.pk).update(version=2)


def refused_in(statement: Callable[[str], str], words: str | None, tables: Iterable[str] = GUARDED) -> set[str]:
    """The tables in which the statement is refused with these words (None: the table's own name)."""
    found = set()
    for table in tables:
        with refused(words or table):
            run(statement(table))
        found.add(table)
    return found


def test_raw_update_of_any_guarded_table_is_refused(sample):
    assert refused_in("UPDATE {0} SET id = id".format, None) == set(GUARDED)


def test_raw_update_to_a_version_without_an_entry_is_refused_in_every_journaled_table(sample):
    statement = "UPDATE {0} SET version = version + 1".format
    assert refused_in(statement, "no journal entry for", sorted(JOURNALED)) == set(JOURNALED)


def test_raw_delete_from_any_guarded_table_is_refused(sample):
    assert refused_in("DELETE FROM {0}".format, None) == set(GUARDED)


def test_a_row_put_in_place_of_itself_is_refused(sample, each_database):
    def in_place(table: str) -> str:
        columns = columns_of(table)
        if each_database.vendor == "sqlite":
            return f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
        return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id"

    assert refused_in(in_place, None) == set(GUARDED)


def test_insert_on_conflict_do_update_is_refused_in_every_guarded_table(sample):
    def upsert(table: str) -> str:
        columns = columns_of(table)
        return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id"

    assert refused_in(upsert, None) == set(GUARDED)


def test_truncate_is_refused(postgresql_database):
    write_sample()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused_in("TRUNCATE {0} CASCADE".format, "TRUNCATE refused") == set(GUARDED)


def test_delete_through_the_models_is_refused(sample):
    with refused("never|refused"):
        sample.response.delete()
    with refused("never|refused"):
        Sealed.objects.all().delete()
    for row in sample.every_row():
        with refused("never|refused"):
            type(row)._default_manager.all()._raw_delete("default")


def test_what_belongs_to_an_entry_never_changes(sample):
    with refused("never changes|refused"):
        Sealed.objects.update(content="We will say.")
    with refused("never changes|refused"):
        Response.objects.update(kind="own_customer")
    assert set(BOUND) == {Sealed._meta.db_table, Response._meta.db_table}


def test_the_journal_never_changes(sample):
    with refused("never changes|refused"):
        JournalEntry.objects.update(body="{}")
    entry = JournalEntry.objects.latest("id")
    entry.actor_id = "somebody else"
    with refused("never changes|refused"):
        entry.save()


@pytest.mark.parametrize("version", [1, 3, 9])
def test_an_entry_that_does_not_continue_its_subject_is_refused(sample, version: int):
    with refused(f"{JOURNAL}: "):
        append("organisation", sample.organisation.public_id, version, "changed", actor=CLOCK, at=NOW)


def test_a_subjects_first_entry_has_version_1(sample):
    with refused(f"{JOURNAL}: "):
        append("organisation", "O-NEW", 2, "entered", actor=CLOCK, at=NOW)


def test_the_ledgers_own_way_is_open(sample):
    change(sample.organisation, "organisation", name="Another name")
    change(sample.organisation, "organisation", name="A third name")
    sample.organisation.refresh_from_db()
    assert (sample.organisation.name, sample.organisation.version) == ("A third name", 3)
