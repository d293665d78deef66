"""What many changes write together is what each would have written alone: in the journal, in the rows, in the outbox."""

from datetime import timedelta

import pytest
from django.db import transaction

from star57.hub.domain.access import CLOCK
from star57.hub.domain.facts import HopFact
from star57.hub.domain.refusals import WrongState
from star57.hub.ledger import rows
from star57.hub.ledger.bulk import written_together
from star57.hub.ledger.together import ANOTHER_WAS_FIRST
from star57.hub.ledger.verify import verify
from star57.hub.records.models import Hop, JournalEntry, Notice, TracebackSummary
from star57.hub.usecases.pass_deadline import pass_deadline, tick
from tests.ledger.sample import write_sample
from tests.usecases.cast import MONDAY, STAFF, Stage, enter_everybody

COUNT = 5
AFTER = MONDAY + timedelta(days=1, microseconds=1)


def due_at_once(count: int) -> list[str]:
    """Requests that were received at the same instant."""
    enter_everybody()
    for _ in range(count):
        stage = Stage()
        stage.open()
        stage.receive("TERM")
    return list(Hop.objects.order_by("pk").values_list("public_id", flat=True))


def told(hop: str) -> list[tuple[object, ...]]:
    found = Notice.objects.filter(hop__public_id=hop).order_by("pk")
    return list(found.values_list("kind", "to", "provider", "entry__fact", "fact", "at", "due_at", "is_published"))


def test_many_due_at_once_are_judged_as_each_would_be_alone(each_database):
    alone, *together = due_at_once(COUNT)
    pass_deadline(actor=CLOCK, hop=alone, now=AFTER)
    assert dict(tick(actor=CLOCK, now=AFTER, limit=100).facts) == {HopFact.DEADLINE_PASSED: COUNT - 1}
    assert set(Hop.objects.values_list("status", "version", "wakes_at")) == {Hop.objects.values_list("status", "version", "wakes_at")[0]}
    assert all(told(hop) == told(alone) for hop in together)
    assert JournalEntry.objects.filter(fact="deadline_passed").count() == COUNT
    assert TracebackSummary.objects.values("changed_at").distinct().count() == COUNT
    assert verify(problem_limit=10).problems == ()


def test_a_row_changed_twice_is_changed_in_turn(each_database):
    organisation = write_sample().organisation
    with transaction.atomic(), written_together():
        for name in ("First", "Second"):
            rows.change(organisation, "organisation", "renamed", actor=STAFF, at=MONDAY, changes={"name": name})
    organisation.refresh_from_db()
    assert (organisation.name, organisation.version) == ("Second", 3)


def test_a_row_that_somebody_else_changed_stops_them_all(each_database):
    organisation = write_sample().organisation
    stale = type(organisation).objects.get(pk=organisation.pk)
    rows.change(organisation, "organisation", "renamed", actor=STAFF, at=MONDAY, changes={"name": "Theirs"})
    with pytest.raises(WrongState, match=ANOTHER_WAS_FIRST), transaction.atomic(), written_together():
        rows.change(stale, "organisation", "renamed", actor=STAFF, at=MONDAY, changes={"name": "Mine"})
    organisation.refresh_from_db()
    assert organisation.name == "Theirs"
