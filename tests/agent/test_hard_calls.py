"""Calls whose records leave something open: when they began, whether they got through, which number was meant."""

import pytest

from star57.agent.answers import evidence_of
from star57.agent.cdr import Cdr
from star57.agent.matching import Decision, Verdict, judge
from star57.agent.trunks import Neighbour, TrunkMatch, TrunkRule, TrunkTable
from star57.numbers import LikenessKind, ends_like, number_key, same_number
from tests.agent.records import CALLED, NOON, record, sought

A, B = Neighbour("A"), Neighbour("B")
FROM_A, FROM_B, TO_TERM = "127.0.13.1", "127.0.14.1", "127.0.15.1"
TABLE = TrunkTable(
    [
        TrunkRule(TrunkMatch(source=FROM_A), A),
        TrunkRule(TrunkMatch(source=FROM_B), B),
        TrunkRule(TrunkMatch(next_hop=TO_TERM), Neighbour("TERM")),
    ]
)
HOUR_TWICE = {"within_s": 3601.0}


def verdict(*records: Cdr, **facts: object) -> Verdict:
    return judge(sought(**facts), records, TABLE)


@pytest.mark.parametrize(("within_s", "is_told"), [(1.0, True), (1.5, True), (60.0, False), (181.0, False), (3601.0, False)])
def test_a_start_goes_along_only_where_the_record_knows_it(within_s: float, is_told: bool):
    (call,) = verdict(record(source=FROM_A, within_s=within_s)).confident
    assert (evidence_of(call).started_at is not None) == is_told


@pytest.mark.parametrize(
    ("off_s", "decision"), [(0, "one_answer"), (3600, "one_answer"), (1800, "nothing_found"), (-1800, "nothing_found")]
)
def test_a_local_hour_that_came_twice_is_two_instants_and_nothing_between(off_s: float, decision: str):
    assert verdict(record(-off_s, source=FROM_A, **HOUR_TWICE)).decision == decision


def test_a_call_turned_away_here_gives_way_to_one_that_got_through():
    refused, received = record(source=FROM_A, release="503"), record(6, source=FROM_B, release="200")
    assert verdict(refused, received).answer == B


@pytest.mark.parametrize("facts", [{}, {"handed_to": "TERM"}])
def test_a_call_turned_away_here_was_received_by_another_way_unless_its_call_id_says_no(facts: dict[str, str]):
    refused = record(source=FROM_A, release="503", call_id="1@pbx.example")
    assert verdict(refused, **facts).decision is Decision.NOT_SURE
    assert "turned away here" in verdict(refused, **facts).why
    assert verdict(refused, **facts, call_id="1@pbx.example").answer == A


@pytest.mark.parametrize("release", ["FAILED", "CONGESTION", "NORMAL_TEMPORARY_FAILURE", "500"])
def test_every_switch_has_its_word_for_turning_a_call_away(release: str):
    assert verdict(record(source=FROM_A, release=release), record(1, source=FROM_B)).answer == B


def test_an_attempt_that_failed_further_on_was_not_turned_away_here():
    sent_on = record(source=FROM_A, release="503", next_hop="127.0.77.1")
    assert verdict(sent_on, record(1, source=FROM_B)).decision is Decision.TWO_CALLS_FIT


def test_a_number_shown_upstream_is_made_up_for_by_the_moment_it_arrived():
    shown = record(-0.5, source=FROM_A, next_hop=TO_TERM, calling_in="+12025550191")
    facts = {"calling_number": None, "handed_to": "TERM", "uncertainty_s": 120.0}
    assert verdict(shown, **facts, handed_at=NOON).answer == A
    assert verdict(shown, **facts).answer is None  # nobody knows to the second when it arrived
    assert verdict(shown, calling_number=None, uncertainty_s=2.0).answer is None  # the terminating provider sees what its subscriber saw
    another = record(3, source=FROM_B, next_hop=TO_TERM, calling_in="+12025550192")
    assert verdict(shown, another, **facts, handed_at=NOON).answer is None


def test_a_neighbours_word_keeps_a_withheld_call_from_being_no_record():
    shown = record(-60, source=FROM_A, next_hop=TO_TERM, calling_in="+12025550191")
    assert verdict(shown, calling_number=None, handed_to="TERM").decision is Decision.NOT_SURE


def test_post_dial_delay_is_allowed_for_when_the_arrival_is_known():
    slow = record(-20, source=FROM_A, next_hop=TO_TERM)
    assert verdict(slow, handed_to="TERM", handed_at=NOON).answer == A
    assert verdict(slow).decision is Decision.NOT_SURE


@pytest.mark.parametrize("raw", ["9" + CALLED[1:], "0" + CALLED[1:], "44" + CALLED[2:]])
def test_a_number_behind_digits_that_may_be_a_country_is_neither_named_nor_ruled_out(raw: str):
    assert same_number(CALLED, raw) is None
    likeness = ends_like(CALLED, raw)
    assert likeness is not None
    assert likeness.kind is LikenessKind.DOUBTFUL
    assert number_key(raw) == number_key(CALLED)
    assert verdict(record(source=FROM_A, called_in=raw)).decision is Decision.NOT_SURE
    assert verdict(record(source=FROM_A, called_in=raw, calling_in="+13105550100")).decision is Decision.NOTHING_FOUND


@pytest.mark.parametrize("raw", ["+44" + CALLED[2:], CALLED[3:], "7" + CALLED[3:], "anonymous"])
def test_another_number_is_ruled_out(raw: str):
    assert ends_like(CALLED, raw) is None


@pytest.mark.parametrize("raw", [CALLED[1:] + "#", CALLED + "%3Bnpdi%3Brn=+16172990000", "9911%23" + CALLED[1:]])
def test_what_ends_dialling_or_is_encoded_does_not_hide_a_number(raw: str):
    assert same_number(CALLED, raw) is not None
    assert number_key(raw) == number_key(CALLED)


def test_inside_a_wide_window_a_call_hardly_outside_it_is_as_good():
    inside, outside = record(-15, source=FROM_A), record(31, source=FROM_B)
    assert verdict(inside, outside, uncertainty_s=30.0).decision is Decision.TWO_CALLS_FIT
    assert verdict(inside, record(36, source=FROM_B), uncertainty_s=30.0).answer == A


def test_a_call_hardly_outside_the_time_is_not_put_in_doubt_by_one_a_minute_off():
    near = record(-4, source=FROM_A)
    assert verdict(near, record(60, source=FROM_B)).answer == A
    assert verdict(near, record(20, source=FROM_B)).decision is Decision.NOT_SURE


@pytest.mark.parametrize(
    ("off_s", "decision"), [(-2.5, Decision.TWO_CALLS_FIT), (-4.9, Decision.TWO_CALLS_FIT), (-6.5, Decision.ONE_ANSWER)]
)
def test_a_number_shown_upstream_hardly_outside_the_time_is_no_less_the_call_than_one_without_any_inside(off_s: float, decision: Decision):
    shown = record(off_s, source=FROM_A, next_hop=TO_TERM, calling_in="+12025550191")
    withheld = record(-1.5, source=FROM_B, next_hop=TO_TERM, calling_in="anonymous")
    assert verdict(shown, withheld, calling_number=None, handed_to="TERM", uncertainty_s=2.0, handed_at=NOON).decision is decision
