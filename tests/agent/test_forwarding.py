"""A call that was forwarded on its way goes under another called number before: it is found under that, and says so."""

import base64
import json

import pytest

from star57.agent.answers import evidence_for
from star57.agent.cdr import Cdr
from star57.agent.finding import find
from star57.agent.matching import Decision, Verdict
from star57.agent.trunks import Neighbour, TrunkMatch, TrunkRule, TrunkTable
from star57.wire.answers import CallEvidence
from tests.agent.records import CALLED, MemoryStore, record, sought

DIALLED = "+16175550172"
FROM_A, TO_TERM, TO_B = "127.0.13.1", "127.0.15.1", "127.0.16.1"
TABLE = TrunkTable([
    TrunkRule(TrunkMatch(source=FROM_A), Neighbour("A")),
    TrunkRule(TrunkMatch(next_hop=TO_TERM), Neighbour("TERM")),
    TrunkRule(TrunkMatch(next_hop=TO_B), Neighbour("B")),
])  # fmt: skip
FROM_TERM = {"handed_to": "TERM"}


def found(*records: Cdr, **facts: object) -> Verdict:
    store = MemoryStore()
    store.add(records)
    return find(sought(**facts), store, TABLE)


def told(verdict: Verdict) -> CallEvidence:
    evidence = evidence_for(verdict)
    assert evidence is not None
    return evidence


def div(number: object) -> str:
    """An Identity header with a div PASSporT (RFC 8946)."""
    parts = ({"alg": "ES256", "ppt": "div"}, {"dest": {"tn": ["14045550138"]}, "div": {"tn": number}})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".c2ln;ppt=div"


def test_a_leg_that_came_in_for_another_number_is_found_by_what_ties_the_legs_together():
    came_in = record(source=FROM_A, called_in=DIALLED, call_ref="u1")
    sent_on = record(source="", called_in="", called_out=CALLED, calling_in="", call_ref="u1", next_hop=TO_TERM)
    another = record(source="127.0.14.1", called_in=DIALLED, call_ref="u2")
    verdict = found(came_in, sent_on, another, **FROM_TERM)
    assert verdict.answer == Neighbour("A")
    assert told(verdict).came_in_for == DIALLED


def test_the_number_it_was_handed_on_as_goes_before_the_one_that_complains():
    under_the_dialled, under_the_other = record(source=FROM_A, called_in=DIALLED), record(source="127.0.14.1")
    verdict = found(under_the_dialled, under_the_other, handed_as=DIALLED, **FROM_TERM)
    assert verdict.answer == Neighbour("A")
    assert found(record(source=FROM_A), handed_as=DIALLED, **FROM_TERM).answer == Neighbour("A")


@pytest.mark.parametrize("header", [
    "<sip:+16175550172@192.0.2.7>;reason=unconditional", "16175550172", "sip:6175550172@192.0.2.7",
    "<sip:+16175550172@192.0.2.7>;reason=no-answer, <sip:+12025550100@192.0.2.7>;reason=unconditional",
    "<sip:+16175550172@192.0.2.7>;index=1, <sip:+14045550138@192.0.2.9;cause=302>;index=1.1",
])  # fmt: skip
def test_a_number_that_signalling_says_it_was_diverted_from_goes_upstream_as_evidence(header: str):
    verdict = found(record(source=FROM_A, diverted_from=header))
    assert told(verdict).diverted_from == DIALLED


def test_a_div_passport_says_it_too():
    assert told(found(record(source=FROM_A, identity=div("16175550172")))).diverted_from == DIALLED


@pytest.mark.parametrize("shown", [
    {"diverted_from": CALLED}, {"diverted_from": "anonymous"}, {"diverted_from": "<sip:+14045550138@192.0.2.9>;index=1"},
    {"identity": div(["16175550172"])}, {"identity": div(None)}, {"identity": "a.b.c"},
    {"diverted_from": DIALLED, "identity": div("12025550100")},
])  # fmt: skip
def test_what_names_no_other_number_or_two_is_no_evidence(shown: dict[str, str]):
    assert told(found(record(source=FROM_A, **shown))).diverted_from is None


def test_a_switch_that_records_only_the_number_dialled_is_found_by_the_diversion():
    verdict = found(record(source=FROM_A, called_in=DIALLED, next_hop=TO_TERM), diverted_from=DIALLED, **FROM_TERM)
    assert verdict.answer == Neighbour("A")
    assert told(verdict).came_in_for == DIALLED
    assert "came in for +16175550172" in verdict.why or "came in for +16175550172" in verdict.confident[0].reasons[0]


@pytest.mark.parametrize("next_hop", ["", TO_B, "127.0.99.1"])
def test_but_nobody_is_named_where_it_is_not_shown_to_have_gone_to_who_asks(next_hop: str):
    """The call on its way to whoever forwards it passes here too, and came from elsewhere."""
    verdict = found(record(source=FROM_A, called_in=DIALLED, next_hop=next_hop), diverted_from=DIALLED, **FROM_TERM)
    assert verdict.answer is None
    assert verdict.decision is not Decision.ONE_ANSWER


def test_a_call_under_the_number_that_complains_goes_before_the_diversion():
    on_its_way, forwarded = record(source=FROM_A, called_in=DIALLED, next_hop=TO_TERM), record(source="127.0.14.1", next_hop=TO_TERM)
    assert found(on_its_way, forwarded, diverted_from=DIALLED, **FROM_TERM).decision is Decision.UNMAPPED_TRUNK
