from datetime import timedelta

from star57.agent.matching import Moment, calls_among
from tests.agent.records import NOON, record


def sizes(*records):
    return sorted(len(call.records) for call in calls_among(records))


def test_records_that_share_a_reference_are_one_call():
    assert sizes(record(call_ref="x"), record(1, call_ref="x", release="503"), record(2, call_ref="x", source="")) == [3]


def test_a_reference_used_again_later_is_another_call():
    assert sizes(record(call_ref="x"), record(900, call_ref="x")) == [1, 1]


def test_a_narrow_start_beats_the_wide_one_that_holds_it():
    narrow, wide = record(call_ref="x"), record(-180, call_ref="x", within_s=190.0)
    (call,) = calls_among([wide, narrow])
    assert call.moments == (Moment(NOON, NOON + timedelta(seconds=1)),)


def test_starts_that_overlap_narrow_each_other_down():
    (call,) = calls_among([record(call_ref="x"), record(0.5, call_ref="x", within_s=1.5)])
    assert call.moments == (Moment(NOON + timedelta(seconds=0.5), NOON + timedelta(seconds=1)),)


def test_each_attempt_keeps_its_own_start():
    (call,) = calls_among([record(call_ref="x"), record(6, call_ref="x")])
    assert [moment.since for moment in call.moments] == [NOON, NOON + timedelta(seconds=6)]


def test_attempts_of_which_only_the_ends_are_known_do_not_narrow_each_other():
    """The second was sent when the first had failed: it began after the first one's end, which its own record allows."""
    failed, answered = (record(off_s, call_ref="x", within_s=181.0, next_hop=hop) for off_s, hop in ((-180, "a"), (-170, "b")))
    (call,) = calls_among([failed, answered])
    assert [moment.until for moment in call.moments] == [NOON + timedelta(seconds=1), NOON + timedelta(seconds=11)]
    (call,) = calls_among([failed, answered, record(-120, call_ref="x", next_hop="b")])
    assert [moment.since for moment in call.moments] == [NOON - timedelta(seconds=120)]


def test_the_same_call_in_two_files_without_references_is_one_when_both_agree_on_who_handed_it_over():
    one = record(origin="Master.csv:1")
    assert sizes(one, record(0.3, within_s=0.001, origin="Master-custom.csv:1")) == [2]
    assert sizes(one, record(0.3, within_s=0.001, origin="Master-custom.csv:1", source="127.0.14.1")) == [1, 1]
    assert sizes(one, record(0.3, within_s=0.001, origin="Master.csv:2")) == [1, 1]
    assert sizes(one, record(5, origin="Master-custom.csv:1")) == [1, 1]


def test_a_record_given_twice_counts_once():
    assert sizes(record(), record()) == [1]
