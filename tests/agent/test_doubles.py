"""Calls that a person might mean as well: delayed by other ways tried first, forwarded, hidden from the called party alone, misdated."""

from datetime import timedelta

from star57.agent.ends import Neighbour
from star57.agent.matching import Decision, judge
from star57.agent.trunks import TrunkMatch, TrunkRule, TrunkTable
from tests.agent.records import NOON, record, sought

TRUNKS = TrunkTable([
    TrunkRule(TrunkMatch(source="127.0.13.1"), Neighbour("NORTH")),
    TrunkRule(TrunkMatch(source="127.0.14.1"), Neighbour("SOUTH")),
    TrunkRule(TrunkMatch(next_hop="127.0.15.1"), Neighbour("TERM")),
    TrunkRule(TrunkMatch(next_hop="127.0.16.1"), Neighbour("OTHER")),
])  # fmt: skip
TO_TERM, TO_OTHER = {"next_hop": "127.0.15.1"}, {"next_hop": "127.0.16.1"}
FROM_SOUTH = {"source": "127.0.14.1"}


def judged(*records, **facts):
    return judge(sought(**facts), records, TRUNKS)


def test_a_call_that_tried_another_way_first_is_a_double_of_one_that_fits_the_time():
    delayed = [record(-8, call_ref="d", **TO_OTHER), record(-8, call_ref="d", **TO_TERM)]
    direct = record(-1, call_ref="n", **FROM_SOUTH, **TO_TERM)
    assert judged(*delayed, direct, handed_to="TERM").decision is Decision.TWO_CALLS_FIT
    assert judged(delayed[1], direct, handed_to="TERM").answer == Neighbour("SOUTH")


def test_the_downstreams_own_start_tells_a_delayed_call_from_another():
    delayed = [record(-8, call_ref="d", **TO_OTHER), record(-8, call_ref="d", **TO_TERM)]
    direct = record(-1, call_ref="n", **FROM_SOUTH, **TO_TERM)
    assert judged(*delayed, direct, handed_to="TERM", handed_at=NOON).answer == Neighbour("SOUTH")


def test_a_number_hidden_from_the_called_party_alone_may_be_the_withheld_call():
    hidden, shown = record(calling_in="anonymous", **TO_TERM), record(**FROM_SOUTH, **TO_TERM)
    assert judged(hidden, shown, calling_number=None, handed_to="TERM").decision is Decision.TWO_CALLS_FIT
    assert judged(hidden, shown, calling_number=None).answer == Neighbour("NORTH")


def test_a_number_hidden_from_the_called_party_alone_may_be_the_withheld_call_at_any_moment_of_a_wide_time():
    hidden, shown = record(calling_in="anonymous", **TO_TERM), record(40, **FROM_SOUTH, **TO_TERM)
    facts = {"calling_number": None, "handed_to": "TERM", "uncertainty_s": 60.0}
    assert judged(hidden, shown, **facts).decision is Decision.TWO_CALLS_FIT
    assert judged(hidden, shown, **facts, handed_at=NOON).answer == Neighbour("NORTH")
    assert judged(hidden, record(40, **FROM_SOUTH, **TO_OTHER), **facts).answer == Neighbour("NORTH")


def test_a_call_forwarded_here_is_found_under_the_number_asked_and_says_what_it_came_in_for():
    found = judged(record(called_in="14045550111", called_out="14045550138"))
    assert found.answer == Neighbour("NORTH")
    assert found.confident[0].came_in_for == "14045550111"
    assert "came in for 14045550111" in found.summary()


def test_an_extension_is_no_number_a_call_was_forwarded_from():
    assert judged(record(called_in="s", called_out="14045550138")).confident[0].came_in_for == ""


def test_the_time_of_the_downstreams_record_counts_where_the_complaint_is_off():
    for off_s in (3600, 500):
        seen_at = NOON + timedelta(seconds=off_s)
        assert judged(record(off_s), handed_to="TERM").decision is Decision.NOT_SURE
        assert judged(record(off_s), handed_to="TERM", handed_at=seen_at).answer == Neighbour("NORTH")


def test_the_downstreams_record_does_not_count_where_another_call_fits_the_complaint():
    elsewhere = record(3600, **FROM_SOUTH)
    found = judged(record(), elsewhere, handed_to="TERM", handed_at=NOON + timedelta(hours=1))
    assert found.decision is not Decision.ONE_ANSWER
