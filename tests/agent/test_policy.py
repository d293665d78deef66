"""What may leave without a person: never a customer without a rule, never "no record" from a store nobody called complete."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from star57.agent.answers import no_record, provider_named
from star57.agent.matching import Verdict, judge
from star57.agent.policy import Mode, Proposal, ReleaseRule, WaitsFor, decide
from star57.agent.requests import sought_in
from star57.agent.stores.contract import Span
from star57.wire.answers import ActionTaken, NoRecordFound, OwnCustomer, ReceivedFromAbroad, ReceivedFromProvider
from star57.wire.messages import RequestState
from star57.wire.values import ProviderRef
from tests.agent.carrier import (
    AT,
    CUSTOMER,
    FOREIGN,
    NOWHERE,
    OTHER,
    OURSELVES,
    PROVIDER,
    TRUNKS,
    UNMAPPED,
    moved,
    policy,
    record,
    request,
)

RULE = ReleaseRule(("Acme *",), ActionTaken.WARNED)
ANOTHER_RULE = ReleaseRule(("Globex",), ActionTaken.NONE)
SENT_BACK = request(state=RequestState.SENT_BACK, missing="which carrier?")
ANOTHERS = request(provider=ProviderRef(provider="prv_another", name="Another"))


def found(*sources: str, asked=None) -> Verdict:
    records = [moved(record(source, name=str(count)), count * 5) for count, source in enumerate(sources)]
    return judge(sought_in(asked or request()), records, TRUNKS)


def decided(*sources: str, asked=None, under=None, is_complete: bool = False) -> Proposal:
    asked = asked or request()
    return decide(found(*sources, asked=asked), asked, under or policy(), is_complete=is_complete)


def sent(proposal: Proposal) -> Any:
    assert proposal.response is not None
    return proposal.response


# sources of the records that fit, policy, complete store -> kind of answer proposed, what it waits for (None: it leaves)
TABLE = [
    ("a neighbour", (PROVIDER,), policy(), False, ReceivedFromProvider, None),
    ("a foreign carrier", (FOREIGN,), policy(), False, ReceivedFromAbroad, None),
    ("two calls from the same neighbour", (PROVIDER, PROVIDER), policy(), False, ReceivedFromProvider, None),
    ("a customer without a rule", (CUSTOMER,), policy(), False, OwnCustomer, WaitsFor.REVIEW),
    ("a customer under a rule for another", (CUSTOMER,), policy(Mode.AUTO, ANOTHER_RULE), False, OwnCustomer, WaitsFor.REVIEW),
    ("a customer under its rule", (CUSTOMER,), policy(Mode.AUTO, RULE), False, OwnCustomer, None),
    ("a customer under its rule, but in review", (CUSTOMER,), policy(Mode.REVIEW, RULE), False, OwnCustomer, WaitsFor.REVIEW),
    ("a neighbour, but in review", (PROVIDER,), policy(Mode.REVIEW), False, ReceivedFromProvider, WaitsFor.REVIEW),
    ("two calls from two neighbours", (PROVIDER, OTHER), policy(), False, None, WaitsFor.TWO_CALLS_FIT),
    ("a neighbour and a customer", (PROVIDER, CUSTOMER), policy(Mode.AUTO, RULE), False, None, WaitsFor.TWO_CALLS_FIT),
    ("a trunk without a rule", (UNMAPPED,), policy(), True, None, WaitsFor.UNKNOWN_UPSTREAM),
    ("a trunk that names ourselves", (OURSELVES,), policy(), True, None, WaitsFor.UNKNOWN_UPSTREAM),
    ("a foreign carrier without country", (NOWHERE,), policy(), True, None, WaitsFor.REVIEW),
    ("nothing, store not complete", (), policy(), False, None, WaitsFor.REVIEW),
    ("nothing, store complete", (), policy(), True, NoRecordFound, None),
    ("nothing, store complete, in review", (), policy(Mode.REVIEW), True, NoRecordFound, WaitsFor.REVIEW),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sources", "under", "is_complete", "kind", "waits_for"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table_of_what_leaves(sources, under, is_complete, kind, waits_for):
    proposal = decided(*sources, under=under, is_complete=is_complete)
    assert type(proposal.response.answer if proposal.response else None) is (kind or type(None))
    assert proposal.waits_for is waits_for
    assert proposal.leaves_by_itself == (waits_for is None)
    assert proposal.reason


@pytest.mark.parametrize("asked", [SENT_BACK, ANOTHERS, request(state=RequestState.CLOSED)], ids=["sent back", "another's", "closed"])
@pytest.mark.parametrize("sources", [(PROVIDER,), (CUSTOMER,), (), (PROVIDER, OTHER)])
def test_only_a_first_question_to_us_is_answered_without_a_person(asked, sources):
    assert not decided(*sources, asked=asked, under=policy(Mode.AUTO, RULE), is_complete=True).leaves_by_itself


def test_a_rule_says_what_was_done_about_its_customer():
    answer = sent(decided(CUSTOMER, under=policy(Mode.AUTO, RULE))).answer
    assert (answer.customer.name, answer.action_taken) == ("Acme Dialing", ActionTaken.WARNED)


def test_case_counts_in_a_rule():
    assert not decided(CUSTOMER, under=policy(Mode.AUTO, ReleaseRule(("acme *",), ActionTaken.NONE))).leaves_by_itself


def test_one_call_goes_with_its_evidence_and_with_nothing_of_how_we_are_built():
    response = sent(decided(PROVIDER))
    assert response.evidence.model_dump(exclude_none=True) == {
        "started_at": AT,
        "duration_s": 12.5,
        "called_on_wire": "16175550172",
        "calling_on_wire": "12025550143",
        "call_id": "call-0@example",
    }
    leaves = response.model_dump_json()
    for ours in ("secret-trunk", PROVIDER, "198.51.100.9", "acc.csv"):
        assert ours not in leaves


def test_calls_that_only_agree_on_the_upstream_give_no_evidence():
    response = sent(decided(PROVIDER, PROVIDER))
    assert response.evidence is None


def test_a_text_too_long_for_the_wire_is_left_out_and_not_cut():
    long = replace(record(), call_id="x" * 400, called_in="0" * 195 + "16175550172")
    verdict = judge(sought_in(request()), [long], TRUNKS)
    response = sent(decide(verdict, request(), policy(), is_complete=False))
    assert response.evidence.call_id is None


def test_no_record_states_only_the_time_around_the_call():
    spans = [Span(AT + timedelta(hours=h, minutes=-10), AT + timedelta(hours=h, minutes=10)) for h in (-1, 0, 1)]
    answer = no_record(spans, request(), systems=("east",), retention_days=400)
    assert (answer.searched.since, answer.searched.until) == (AT - timedelta(minutes=10), AT + timedelta(minutes=10))
    assert not answer.records_expired


def test_records_older_than_we_keep_them_have_expired():
    old = request(asked_at=AT + timedelta(days=500))
    assert sent(decided(asked=old, is_complete=True)).answer.records_expired


def test_a_neighbour_that_the_registry_may_not_know_is_named_by_its_name():
    assert provider_named("Harbor Voice LLC", {}) == ProviderRef(name="Harbor Voice LLC")
    assert provider_named("prv_x", {"prv_x": "X"}) == ProviderRef(provider="prv_x", name="X")


def forwarded(*came_in_for: str) -> Proposal:
    """What is decided of calls that came in for these numbers, ten seconds apart, and were sent on to the one asked."""
    called = record(PROVIDER).called_in
    calls = [replace(record(PROVIDER, name=str(at)), called_in=text, called_out=called) for at, text in enumerate(came_in_for)]
    verdict = judge(sought_in(request()), [moved(call, 5 * at) for at, call in enumerate(calls)], TRUNKS)
    return decide(verdict, request(), policy(), is_complete=True)


@pytest.mark.parametrize("written", ["+14045550111", "4045550111", "0014045550111", "9911#14045550111", "sip:14045550111@192.0.2.7"])
def test_a_forwarded_call_goes_upstream_with_the_number_that_the_carrier_before_knows(written: str):
    proposal = forwarded(written)
    assert proposal.leaves_by_itself
    assert sent(proposal).evidence.came_in_for == "+14045550111"


def test_two_calls_forwarded_alike_send_the_number_along_and_nothing_else():
    evidence = sent(forwarded("+14045550111", "14045550111")).evidence
    assert evidence.model_dump(exclude_none=True) == {"came_in_for": "+14045550111"}


@pytest.mark.parametrize("came_in_for", [("5550111",), ("+14045550111", "+14045550112")])
def test_a_forwarded_call_waits_for_a_person_where_the_number_before_cannot_be_told(came_in_for: tuple[str, ...]):
    proposal = forwarded(*came_in_for)
    assert proposal.waits_for is WaitsFor.REVIEW
    assert "carrier before knows it under that number" in proposal.reason
