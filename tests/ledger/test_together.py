"""Statements that travel together on PostgreSQL: what the ORM counts is counted, what goes wrong is told before the commit."""

import pytest
from django.db import IntegrityError, transaction

from star57.hub.domain.refusals import WrongState
from star57.hub.ledger import statements
from star57.hub.ledger.together import ANOTHER_WAS_FIRST, together
from star57.hub.records.models import Person
from tests.ledger.sample import write_sample


def test_the_orm_counts_the_rows_it_met(each_database):
    write_sample()
    with transaction.atomic(), together():
        assert Person.objects.filter(name="Lee").update(name="Leigh") == 1
        assert Person.objects.filter(name="Lee").update(name="Leigh") == 0
        person = Person.objects.get()
        person.name = "Lea"
        person.save()
        person.save(update_fields=["name"])
    assert Person.objects.get().name == "Lea"


def test_a_row_that_somebody_else_changed_is_told_before_the_commit(each_database):
    organisation = write_sample().organisation
    with pytest.raises(WrongState, match=ANOTHER_WAS_FIRST), transaction.atomic(), together():
        statements.update(organisation, organisation.version + 7, {"name": "Mine"})


def test_what_the_database_refuses_is_told_before_the_commit(each_database):
    organisation = write_sample().organisation
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        statements.update(organisation, organisation.version, {"name": "Mine", "version": organisation.version + 1})
    organisation.refresh_from_db()
    assert organisation.name != "Mine"


def test_after_a_refusal_the_connection_serves_on(each_database):
    organisation = write_sample().organisation
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        statements.update(organisation, organisation.version, {"version": organisation.version + 1})
    with transaction.atomic(), together():
        assert Person.objects.count() == 1
