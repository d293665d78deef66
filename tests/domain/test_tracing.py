"""What the hops of one traceback add up to: precedence of outcomes, forks, loops, branches taken back, the limit of hops."""

import itertools
from random import Random

import pytest

from star57.hub.domain.facts import ClaimState, HopFact, HopStatus, Party
from star57.hub.domain.tracing import (
    DESK_FACTS,
    LEAF_OUTCOME,
    MAX_HOPS,
    TRACEBACK_STEPS,
    Leg,
    Outcome,
    TracebackFact,
    TracebackStatus,
    asking_fact,
    leaves,
    line_of,
    may_be_asked,
    outcome,
    reopening_fact,
    waiting,
)
from tests.domain.histories import History

S = HopStatus


def leg(hop: str, downstream: str | None, provider: str | None, status: HopStatus, claim: ClaimState = ClaimState.ALLEGED) -> Leg:
    return Leg(hop, downstream, provider, status, claim)


def fork(*ends: HopStatus) -> list[Leg]:
    """A terminating provider that named several, each of which ended so."""
    return [leg("T", None, "T", S.UPSTREAM_NAMED), *(leg(f"E{n}", "T", f"P{n}", end) for n, end in enumerate(ends))]


def line(*providers: str) -> list[Leg]:
    """Providers in a row, each of which named the next."""
    before = [None, *(f"H{n}" for n in range(len(providers)))]
    return [leg(f"H{n}", before[n], provider, S.UPSTREAM_NAMED) for n, provider in enumerate(providers)]


def in_progress(*providers: str) -> History:
    """A history in which each provider has named the next and the last was asked."""
    history = History(Random(1))
    history.begin(None, providers[0])
    for number, provider in enumerate(providers[1:]):
        if history.legs[f"H{number}"].status is S.HELD:
            history.happen(f"H{number}", HopFact.CAP_LIFTED)
        history.happen(f"H{number}", HopFact.UPSTREAM_NAMED, names=provider)
    return history


@pytest.mark.parametrize(("status", "expected"), [*LEAF_OUTCOME.items()])
def test_a_single_end_gives_its_own_outcome(status: HopStatus, expected: Outcome):
    assert outcome(fork(status)) is expected


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(LEAF_OUTCOME, 2)])
def test_where_branches_ended_differently_the_first_in_the_list_of_outcomes_counts(one: HopStatus, other: HopStatus):
    expected = min(LEAF_OUTCOME[one], LEAF_OUTCOME[other], key=list(Outcome).index)
    assert outcome(fork(one, other)) is outcome(fork(other, one)) is expected


def test_there_is_no_outcome_while_anybody_is_waited_for():
    assert outcome(fork(S.CUSTOMER_NAMED, S.RUNNING)) is None
    assert outcome([]) is None


def test_a_point_of_entry_counts_although_the_foreign_provider_stays_silent():
    legs = [leg("G", None, "G", S.FOREIGN_UPSTREAM_NAMED), leg("F", "G", "F", S.NON_RESPONSIVE)]
    assert outcome(legs) is Outcome.POINT_OF_ENTRY_IDENTIFIED
    legs[1] = leg("F", "G", "F", S.CUSTOMER_NAMED)
    assert outcome(legs) is Outcome.ORIGINATOR_IDENTIFIED


def test_a_branch_that_was_taken_back_counts_for_nothing():
    legs = [*fork(S.DECLINED), leg("X", "T", "PX", S.WITHDRAWN, ClaimState.RETRACTED)]
    assert outcome(legs) is Outcome.DECLINED
    assert [end.hop for end in leaves(legs)] == ["E0"]


def test_a_name_that_leads_nowhere_any_more_waits_for_staff():
    legs = [leg("T", None, "T", S.UPSTREAM_NAMED), leg("X", "T", "PX", S.WITHDRAWN, ClaimState.RETRACTED)]
    assert [(each.hop, each.party) for each in waiting(legs)] == [("T", Party.STAFF)]


def test_two_providers_that_blame_each_other_stand_side_by_side_and_end_with_an_analyst():
    history = in_progress("T", "A", "B", "A", "B")
    known = [each.provider for each in history.every_leg()]
    assert known == ["T", "A", "B", "A", "B"]
    assert history.legs["H3"].status is S.UPSTREAM_NAMED
    assert history.legs["H4"].status is S.LOOPED
    assert [(each.hop, each.party) for each in history.waiting()] == [("H4", Party.STAFF)]


def test_a_provider_named_again_on_its_line_is_asked_once_more_then_an_analyst_decides():
    assert asking_fact(line("T", "A", "B"), "H2", "A") is HopFact.PROVIDER_NAMED_AGAIN
    assert asking_fact(line("T", "A", "B", "A"), "H3", "B") is HopFact.LOOP_FOUND


def test_a_provider_on_another_line_is_no_loop():
    legs = [*line("T", "A"), leg("X", "H0", "B", S.UPSTREAM_NAMED)]
    assert asking_fact(legs, "X", "A") is HopFact.PROVIDER_ASKED
    assert [each.hop for each in line_of(legs, "X")] == ["H0", "X"]


def test_an_unknown_name_waits_for_staff():
    assert asking_fact(line("T"), "H0", None) is HopFact.UNKNOWN_PROVIDER_NAMED


def test_nobody_is_asked_beyond_the_limit_of_hops_whatever_staff_decides():
    legs = line(*(f"P{n}" for n in range(MAX_HOPS)))
    assert asking_fact(legs[:-1], "H23", "NEW") is HopFact.PROVIDER_ASKED
    assert asking_fact(legs, "H24", "NEW") is HopFact.HOP_LIMIT_REACHED
    assert asking_fact(legs, "H24", None) is HopFact.HOP_LIMIT_REACHED
    beyond = [*legs, leg("H25", "H24", "NEW", S.LOOPED)]
    assert may_be_asked(beyond, "H24")
    assert not may_be_asked(beyond, "H25")
    assert reopening_fact(beyond, "H25") is HopFact.HOP_LIMIT_REACHED


def test_reopening_asks_a_known_provider_waits_for_an_unknown_one_and_leaves_a_claim_taken_back():
    assert reopening_fact([leg("T", None, "T", S.WITHDRAWN, ClaimState.NONE)], "T") is HopFact.HOP_REOPENED
    assert reopening_fact([leg("T", None, None, S.WITHDRAWN)], "T") is HopFact.UNKNOWN_PROVIDER_NAMED
    assert reopening_fact([leg("T", None, "T", S.WITHDRAWN, ClaimState.RETRACTED)], "T") is None


def test_naming_another_upstream_takes_the_whole_first_branch_back():
    history = in_progress("T", "A", "B", "C")
    history.happen("H0", HopFact.ANSWER_RETRACTED)
    history.happen("H0", HopFact.UPSTREAM_NAMED, names="D")
    assert [history.legs[f"H{n}"].claim for n in (1, 2, 3)] == [ClaimState.RETRACTED] * 3
    assert [(each.provider, each.claim) for each in leaves(history.every_leg())] == [("D", ClaimState.ALLEGED)]


def test_naming_the_same_upstream_again_keeps_its_branch():
    history = in_progress("T", "A", "B")
    history.happen("H0", HopFact.ANSWER_SENT_BACK)
    history.happen("H0", HopFact.UPSTREAM_NAMED, names="A")
    assert [each.provider for each in history.every_leg()] == ["T", "A", "B"]
    assert all(each.claim is not ClaimState.RETRACTED for each in history.every_leg())


def test_an_upheld_dispute_takes_the_hop_and_its_branch_back_and_sends_the_namers_answer_back():
    history = in_progress("T", "A", "B")
    history.happen("H1", HopFact.ANSWER_SENT_BACK)
    history.happen("H1", HopFact.CLAIM_DISPUTED)
    history.happen("H1", HopFact.DISPUTE_UPHELD)
    assert {hop: each.status for hop, each in history.legs.items()} == {"H0": S.SENT_BACK, "H1": S.WITHDRAWN, "H2": S.WITHDRAWN}
    assert history.legs["H2"].claim is ClaimState.RETRACTED


def test_a_rejected_dispute_asks_the_provider_anew():
    history = in_progress("T", "A")
    history.happen("H1", HopFact.CLAIM_DISPUTED)
    assert history.waiting()[0].party is Party.STAFF
    history.happen("H1", HopFact.DISPUTE_REJECTED)
    assert (history.legs["H1"].status, history.legs["H1"].claim) == (S.REQUESTED, ClaimState.ALLEGED)


def test_an_answer_that_names_an_upstream_confirms_the_claim_about_oneself():
    history = in_progress("T", "A", "B")
    assert (history.legs["H0"].claim, history.legs["H1"].claim) == (ClaimState.NONE, ClaimState.CONFIRMED)


def test_a_late_answer_reopens_what_had_ended():
    history = in_progress("T", "A")
    history.legs["H1"] = leg("H1", "H0", "A", S.NON_RESPONSIVE)
    assert outcome(history.every_leg()) is Outcome.NON_RESPONSIVE
    history.happen("H1", HopFact.UPSTREAM_NAMED, names="B")
    assert outcome(history.every_leg()) is None


def test_a_traceback_ends_only_from_open_and_can_always_be_taken_up_again():
    moves = {key: to for key, to in TRACEBACK_STEPS.items() if to is not key[0]}
    ending = {status for (status, _), to in moves.items() if to not in {TracebackStatus.OPEN, TracebackStatus.MERGED}}
    assert ending == {TracebackStatus.OPEN}
    for status in (TracebackStatus.ENDED, TracebackStatus.WITHDRAWN):
        assert TRACEBACK_STEPS[status, TracebackFact.TRACEBACK_REOPENED] is TracebackStatus.OPEN
    assert TRACEBACK_STEPS[TracebackStatus.MERGED, TracebackFact.TRACEBACK_UNMERGED] is TracebackStatus.OPEN
    assert {fact for _, fact in TRACEBACK_STEPS} == set(TracebackFact)


def test_what_analysts_note_changes_no_status():
    for status in TracebackStatus:
        assert {TRACEBACK_STEPS[status, fact] for fact in DESK_FACTS} == {status}
