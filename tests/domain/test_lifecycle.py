"""The table of a hop's life is whole: every pair has a step or is refused, nothing is unreachable, nothing waits for nobody."""

import itertools

import pytest

from star57.hub.domain.facts import ClaimState, Effect, HopFact, HopStatus, Party
from star57.hub.domain.lifecycle import (
    ANSWER_ENDS,
    ANSWERED,
    ASKED,
    CLAIM_AFTER,
    ENDED,
    FIRST_STEPS,
    HOP_STEPS,
    NAMED,
    OPEN,
    TAKES_ANSWER,
    WAITS_FOR,
    Step,
    WrongStep,
    step,
)
from star57.hub.domain.tracing import LEAF_OUTCOME


def test_every_pair_has_a_step_or_is_refused():
    for status, fact in itertools.product([None, *HopStatus], HopFact):
        known = FIRST_STEPS.get(fact) if status is None else HOP_STEPS.get((status, fact))
        if known:
            assert step(status, fact) == known
        else:
            with pytest.raises(WrongStep, match=fact.value):
                step(status, fact)


def test_effects_are_tuples_of_effects():
    for taken in (*FIRST_STEPS.values(), *HOP_STEPS.values()):
        assert isinstance(taken, Step)
        assert isinstance(taken.effects, tuple)
        assert all(isinstance(effect, Effect) for effect in taken.effects)


def test_every_status_can_be_reached():
    reached = {first.to for first in FIRST_STEPS.values()}
    while more := {taken.to for (status, _), taken in HOP_STEPS.items() if status in reached} - reached:
        reached |= more
    assert reached == set(HopStatus)


def test_every_fact_happens_somewhere():
    assert {*FIRST_STEPS} | {fact for _, fact in HOP_STEPS} == set(HopFact)


def test_every_effect_is_used():
    used = {effect for taken in (*FIRST_STEPS.values(), *HOP_STEPS.values()) for effect in taken.effects}
    assert used == set(Effect)


def test_every_status_waits_for_somebody_or_is_an_end():
    assert set(WAITS_FOR) == set(HopStatus)
    assert {status for status, party in WAITS_FOR.items() if party is Party.NOBODY} == ANSWERED | ENDED
    assert set(LEAF_OUTCOME) | (NAMED - set(LEAF_OUTCOME)) == ANSWERED | ENDED


def test_from_every_open_status_an_end_can_be_reached():
    ends = set(ANSWERED | ENDED)
    while more := {status for (status, _), taken in HOP_STEPS.items() if taken.to in ends} - ends:
        ends |= more
    assert ends == set(HopStatus)


def test_staff_can_withdraw_every_open_hop_and_nothing_else():
    assert {status for status, fact in HOP_STEPS if fact is HopFact.HOP_WITHDRAWN} == OPEN


def test_a_claim_can_be_taken_back_at_any_time_and_the_hop_is_then_withdrawn():
    taken = {status: step(status, HopFact.CLAIM_RETRACTED).to for status in HopStatus}
    assert set(taken.values()) == {HopStatus.WITHDRAWN}


def test_whatever_withdraws_a_hop_for_its_claim_takes_back_what_it_named_too():
    for (status, fact), taken in HOP_STEPS.items():
        if CLAIM_AFTER.get(fact) is ClaimState.RETRACTED:
            assert Effect.RETRACT_BRANCH in taken.effects, (status, fact)


def test_an_answer_is_taken_from_everybody_who_was_asked_late_or_in_time():
    assert {status for status, fact in HOP_STEPS if fact is HopFact.UPSTREAM_NAMED} == TAKES_ANSWER
    assert ASKED <= TAKES_ANSWER
    for fact in ANSWER_ENDS:
        assert {status for status, found in HOP_STEPS if found is fact} == TAKES_ANSWER
        assert Effect.STOP_CLOCK in ANSWER_ENDS[fact][1]


def test_a_second_answer_is_kept_and_changes_nothing():
    for status in ANSWERED:
        assert step(status, HopFact.SECOND_ANSWER_KEPT) == Step(status, ())


def test_nobody_is_found_non_responsive_without_deadline_escalation_and_a_person():
    leading = {(status, fact) for (status, fact), taken in HOP_STEPS.items() if taken.to is HopStatus.NON_RESPONSIVE and status != taken.to}
    assert leading == {(HopStatus.LAPSED, HopFact.NON_RESPONSE_CONFIRMED)}
    to_lapsed = {(status, fact) for (status, fact), taken in HOP_STEPS.items() if taken.to is HopStatus.LAPSED and status != taken.to}
    assert to_lapsed == {(HopStatus.ESCALATED, HopFact.ESCALATION_LAPSED)}


def test_the_clock_starts_only_when_a_request_is_received_or_an_answer_sent_back():
    starting = {fact for (_, fact), taken in HOP_STEPS.items() if Effect.START_CLOCK in taken.effects}
    assert starting == {HopFact.REQUEST_RECEIVED, HopFact.ANSWER_SENT_BACK}


def test_every_hop_that_is_asked_anew_begins_without_a_clock():
    for (status, fact), taken in HOP_STEPS.items():
        had_clock = status in ASKED - {HopStatus.REQUESTED} | ANSWERED | {HopStatus.NON_RESPONSIVE, HopStatus.DISPUTED}
        if taken.to is HopStatus.REQUESTED and had_clock and status is not HopStatus.REQUESTED:
            assert Effect.CLEAR_CLOCK in taken.effects, (status, fact)
