import base64
import json
from datetime import timedelta

import pytest

from star57.agent.cdr import Cdr
from star57.agent.matching import CallSought, Decision, Verdict, judge
from star57.agent.trunks import ForeignEnd, Neighbour, TrunkMatch, TrunkRule, TrunkTable
from tests.agent.records import CALLING, NOON, record, sought

A, B, TERM, OTHER = Neighbour("A"), Neighbour("B"), Neighbour("TERM"), Neighbour("OTHER")
FROM_A, FROM_B, FROM_NOBODY = "127.0.13.1", "127.0.14.1", "127.0.99.1"
TO_TERM, TO_OTHER = "127.0.15.1", "127.0.16.1"
INGRESS = (TrunkRule(TrunkMatch(source=FROM_A), A), TrunkRule(TrunkMatch(source=FROM_B), B))
EGRESS = (TrunkRule(TrunkMatch(next_hop=TO_TERM), TERM), TrunkRule(TrunkMatch(next_hop=TO_OTHER), OTHER))
TABLE = TrunkTable(INGRESS + EGRESS)


def verdict(*records: Cdr, table: TrunkTable = TABLE, call: CallSought | None = None, **facts: object) -> Verdict:
    return judge(call or sought(**facts), records, table)


def identity(**claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJFUzI1NiJ9.{payload}.c2ln;info=<https://certs.example.net/a.pem>;alg=ES256;ppt=shaken"


def test_the_one_call_with_these_numbers_at_this_time_is_the_answer():
    found = verdict(record(source=FROM_A, next_hop=TO_TERM), handed_to="TERM")
    assert found.answer == A
    assert found.is_same_call
    assert found.confident[0].reasons == (
        "same called number",
        "same calling number",
        "at the time given",
        "sent to TERM",
        f"came in from {FROM_A} = A",
    )
    assert found.summary().startswith("1 of 1 call fits: same called number, same calling number")


@pytest.mark.parametrize("handed_to", [None, "TERM"])
def test_two_calls_from_different_ends_that_fit_equally_are_never_decided(handed_to: str | None):
    found = verdict(record(source=FROM_A), record(1, source=FROM_B), handed_to=handed_to)
    assert found.decision is Decision.TWO_CALLS_FIT
    assert found.answer is None


def test_two_calls_that_agree_are_answered_without_vouching_for_either():
    found = verdict(record(source=FROM_A, call_id="1"), record(1, source=FROM_A, call_id="2"))
    assert found.answer == A
    assert not found.is_same_call


@pytest.mark.parametrize(("double_s", "is_vouched_for"), [(15, False), (-25, False), (45, True)])
def test_a_call_outside_the_stated_time_is_not_vouched_for_beside_another_that_may_be_meant(double_s: float, is_vouched_for: bool):
    """Of the same neighbour, so that its name may leave; but upstream the two may part, and the call not meant would be followed."""
    found = verdict(record(4, source=FROM_A, call_id="1"), record(double_s, source=FROM_A, call_id="2"))
    assert (found.answer, found.is_same_call) == (A, is_vouched_for)


def test_the_call_downstream_told_apart_is_vouched_for_beside_its_double():
    doubles = (record(-14, source=FROM_A, call_id="1"), record(15, source=FROM_A, call_id="2"))
    assert verdict(*doubles, handed_to="TERM", handed_at=NOON).is_same_call


def test_the_call_inside_the_stated_time_wins_over_its_double_seconds_away():
    found = verdict(record(source=FROM_A), record(4.5, source=FROM_B))
    assert found.answer == A
    assert not found.is_same_call  # clocks differ by seconds: its Call-ID is not vouched for


def test_a_double_hardly_further_than_the_call_that_fits_is_not_told_apart():
    assert verdict(record(1.5, source=FROM_A), record(-4, source=FROM_B)).decision is Decision.TWO_CALLS_FIT


def test_a_call_off_by_as_much_as_clocks_differ_is_the_answer_when_nothing_else_could_be_meant():
    assert verdict(record(9, source=FROM_A)).answer == A
    assert verdict(record(9, source=FROM_A), record(-9, source=FROM_B)).decision is Decision.TWO_CALLS_FIT
    assert verdict(record(9, source=FROM_A), record(300, source=FROM_B)).decision is Decision.NOT_SURE
    assert verdict(record(9, source=FROM_A), record(300, source=FROM_A)).answer == A


@pytest.mark.parametrize(
    ("off_s", "says"),
    [(300, "off by minutes"), (3600, "off by one hour"), (-3605, "off by one hour"),
     (18_004, "5 hours after the time given"), (-19_800, "5.5 hours before the time given"), (50_400, "of another time zone")],
)  # fmt: skip
def test_a_call_that_fits_only_if_the_time_is_wrong_goes_to_a_person(off_s: float, says: str):
    found = verdict(record(off_s, source=FROM_A))
    assert found.decision is Decision.NOT_SURE
    assert says in found.summary()


@pytest.mark.parametrize("off_s", [1500, 5400, 9000, 18_170, 54_000, 86_400])
def test_a_call_beyond_every_tolerance_is_no_call(off_s: float):
    assert verdict(record(off_s, source=FROM_A)).decision is Decision.NOTHING_FOUND


def test_a_time_as_uncertain_as_zones_lie_apart_is_looked_for_in_none():
    assert verdict(record(18_000, source=FROM_A), uncertainty_s=301.0).decision is Decision.NOTHING_FOUND


def test_a_call_handed_to_somebody_else_is_not_this_call():
    elsewhere = record(source=FROM_A, next_hop=TO_OTHER)
    assert verdict(elsewhere, record(1, source=FROM_B, next_hop=TO_TERM), handed_to="TERM").answer == B
    assert verdict(elsewhere, handed_to="TERM").decision is Decision.NOT_SURE


def test_a_call_that_advanced_from_another_route_was_still_sent_to_who_asks():
    first, second = record(source=FROM_A, next_hop=TO_OTHER, call_ref="x"), record(3, source=FROM_A, next_hop=TO_TERM, call_ref="x")
    assert verdict(first, second, handed_to="TERM").answer == A


def test_an_egress_no_rule_names_neither_helps_nor_harms():
    table = TrunkTable(INGRESS)
    assert verdict(record(source=FROM_A, next_hop="127.0.77.1"), table=table, handed_to="TERM").answer == A


def test_where_neighbours_send_from_breaks_a_tie_and_never_refuses_alone():
    table = TrunkTable((*INGRESS, TrunkRule(TrunkMatch(source=TO_TERM), TERM), TrunkRule(TrunkMatch(source=TO_OTHER), OTHER)))
    elsewhere = record(source=FROM_A, next_hop=TO_OTHER)
    assert verdict(elsewhere, record(1, source=FROM_B, next_hop=TO_TERM), table=table, handed_to="TERM").answer == B
    assert verdict(elsewhere, table=table, handed_to="TERM").answer == A


def test_a_call_that_comes_round_again_is_told_by_whom_each_pass_was_sent_to():
    first = record(source=FROM_A, next_hop=TO_OTHER, call_ref="x", call_id="x")
    second = record(1, source=FROM_B, next_hop=TO_TERM, call_ref="x", call_id="x")
    assert verdict(first, second, handed_to="TERM").answer == B
    assert verdict(first, second, handed_to="OTHER").answer == A
    assert verdict(first, second).decision is Decision.TWO_CALLS_FIT


def test_nobody_is_named_as_having_handed_over_the_call_it_received_from_here():
    assert verdict(record(source=FROM_A), handed_to="A").decision is Decision.NOT_SURE


def test_a_found_call_on_a_trunk_without_a_rule_names_nobody():
    found = verdict(record(source=FROM_NOBODY))
    assert found.decision is Decision.UNMAPPED_TRUNK
    assert found.confident[0].upstream_words == f"from {FROM_NOBODY}"
    assert verdict(record(source=FROM_NOBODY), record(1, source=FROM_A)).decision is Decision.TWO_CALLS_FIT


def test_rules_that_contradict_each_other_in_one_record_name_nobody():
    table = TrunkTable((*INGRESS, TrunkRule(TrunkMatch(account="X"), ForeignEnd("F", "PH"))))
    assert verdict(record(source=FROM_A, account="X"), table=table).decision is Decision.NOT_SURE


def test_a_withheld_number_on_one_side_alone_is_for_a_person():
    assert verdict(record(calling_in="anonymous")).decision is Decision.NOT_SURE
    assert verdict(record(), calling_number=None).decision is Decision.NOT_SURE
    assert verdict(record(calling_in="anonymous"), calling_number=None).answer == A


def test_the_exact_number_wins_over_a_withheld_one_in_the_same_seconds():
    found = verdict(record(source=FROM_A), record(1, source=FROM_B, calling_in="anonymous"))
    assert found.answer == A


def test_a_withheld_call_is_a_rival_of_one_only_nearly_at_the_time():
    assert verdict(record(6, source=FROM_A), record(source=FROM_B, calling_in="anonymous")).decision is Decision.NOT_SURE


def test_another_caller_is_a_candidate_only_between_carriers_and_within_seconds():
    other = record(calling_in="+13125550100", next_hop=TO_TERM)
    assert verdict(other).decision is Decision.NOTHING_FOUND
    assert verdict(other, handed_to="TERM").decision is Decision.NOT_SURE
    assert verdict(other, handed_to="TERM", uncertainty_s=120).decision is Decision.NOTHING_FOUND
    assert verdict(other, handed_to="TERM", uncertainty_s=120, handed_at=NOON).decision is Decision.NOT_SURE


def test_the_downstreams_call_id_decides_between_doubles_and_against_clocks():
    doubles = (record(source=FROM_A, call_id="1"), record(1, source=FROM_B, call_id="2"))
    assert verdict(*doubles, call_id="2").answer == B
    assert verdict(*doubles, call_id="3").decision is Decision.TWO_CALLS_FIT
    assert verdict(record(source=FROM_A), record(300, source=FROM_B, call_id_out="2"), call_id="2").answer == B


def test_the_origid_decides_between_doubles_and_its_absence_says_nothing():
    doubles = (record(source=FROM_A, identity=identity(origid="o1")), record(1, source=FROM_B, identity=identity(origid="o2")))
    assert verdict(*doubles, origid="o2").answer == B
    assert verdict(record(source=FROM_A), origid="o2").answer == A
    assert verdict(doubles[0], origid="o2").decision is Decision.NOT_SURE


@pytest.mark.parametrize("broken", ["x.y.z", "a.b", "...", "é.é.é", "e30.W10.e30", "e30.eyJvcmlnaWQiOiA3fQ.e30"])
def test_an_identity_that_cannot_be_read_says_nothing(broken: str):
    assert verdict(record(identity=broken), origid="o2").answer == A


def test_the_downstreams_own_start_breaks_a_tie_when_it_rules_one_call_out():
    doubles = (record(-50, source=FROM_A), record(20, source=FROM_B))

    def judged(arrived_s: float | None) -> Verdict:
        handed_at = None if arrived_s is None else NOON + timedelta(seconds=arrived_s)
        return verdict(*doubles, uncertainty_s=60, handed_to="TERM", handed_at=handed_at)

    assert judged(None).decision is Decision.TWO_CALLS_FIT
    assert judged(21).answer == B
    assert judged(-35).answer == A  # B began after it arrived there
    assert judged(-15).decision is Decision.TWO_CALLS_FIT  # both are ruled out


def test_a_start_that_cannot_be_the_downstreams_is_for_a_person():
    found = verdict(record(100, source=FROM_A), uncertainty_s=120, handed_to="TERM", handed_at=NOON)
    assert found.decision is Decision.NOT_SURE


def test_nothing_is_found_where_nothing_was_recorded():
    assert verdict().summary() == "No call to this number was found."
    assert verdict(record(calling_in=CALLING[:-1] + "7", started_at=NOON)).summary() == "None of 1 call to this number fits."
