"""Two tracebacks of the same call become one, and two again."""

import pytest

from star57.hub.domain.refusals import Invalid, NotAllowed, NotFound, WrongState
from star57.hub.ledger.verify import verify
from star57.hub.reads.filters import EVERYTHING
from star57.hub.reads.tracebacks import tracebacks_page
from star57.hub.records.models import Hop, JournalEntry, Traceback
from star57.hub.usecases.merge_tracebacks import merge_tracebacks, unmerge_traceback
from tests.usecases.cast import STAFF, person_of


@pytest.fixture
def two(stage):
    """A traceback under way, and the same call once more."""
    kept = stage.open()
    stage.trace("TERM", "TRAN1")
    return kept, stage.open()


def merge(stage, duplicate, kept, actor=STAFF):
    merge_tracebacks(actor=actor, duplicate=duplicate, kept=kept, reason="Handed in twice.", now=stage.now)


def facts(traceback):
    return list(JournalEntry.objects.filter(subject_id=traceback).order_by("version").values_list("fact", flat=True))


def test_a_duplicate_points_at_the_one_that_is_kept(stage, two):
    kept, duplicate = two
    merge(stage, duplicate, kept)
    row = Traceback.objects.get(public_id=duplicate)
    assert (row.status, row.merged_into and row.merged_into.public_id) == ("merged", kept)
    assert set(Hop.objects.filter(traceback=row).values_list("status", flat=True)) == {"withdrawn"}
    assert facts(duplicate)[-1] == "traceback_merged"
    assert facts(kept)[-1] == "duplicate_taken_in"
    assert [each.id for each in tracebacks_page(actor=STAFF, filters=EVERYTHING, cursor=None, limit=10).rows] == [kept]
    assert verify(problem_limit=10).problems == ()


def test_taking_it_back_asks_again_what_was_withdrawn_by_it(stage, two):
    kept, duplicate = two
    merge(stage, duplicate, kept)
    unmerge_traceback(actor=STAFF, traceback=duplicate, reason="They are a minute apart.", now=stage.now)
    row = Traceback.objects.get(public_id=duplicate)
    assert (row.status, row.merged_into) == ("open", None)
    assert Hop.objects.get(traceback=row).status == "requested"
    assert facts(kept)[-1] == "duplicate_let_go"
    assert verify(problem_limit=10).problems == ()


def test_what_had_been_withdrawn_before_stays_withdrawn(stage, two):
    kept, duplicate = two
    stage.traceback = duplicate
    stage.trace("TERM", "TRAN1")
    stage.decide("withdraw_hop", stage.hop("TRAN1"), reason="Not needed.")
    merge(stage, duplicate, kept)
    unmerge_traceback(actor=STAFF, traceback=duplicate, reason="They are a minute apart.", now=stage.now)
    assert stage.status("TRAN1") == "withdrawn"
    assert stage.outcome == "withdrawn"


def test_merging_makes_no_chains_and_no_circles(stage, two):
    kept, duplicate = two
    third = stage.open()
    merge(stage, duplicate, kept)
    with pytest.raises(WrongState, match="itself merged"):
        merge(stage, third, duplicate)
    with pytest.raises(WrongState, match="other way round"):
        merge(stage, kept, third)
    with pytest.raises(WrongState, match="cannot be done"):
        merge(stage, duplicate, third)
    with pytest.raises(Invalid):
        merge(stage, third, third)


def test_who_may_not_see_tracebacks_can_neither_merge_nor_unmerge(stage, two):
    kept, duplicate = two
    with pytest.raises(NotFound):
        merge(stage, duplicate, kept, person_of("TERM"))
    with pytest.raises((NotFound, NotAllowed)):
        unmerge_traceback(actor=person_of("TERM"), traceback=duplicate, reason="I wish it.", now=stage.now)
