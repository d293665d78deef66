"""Random histories of tracebacks over the pure tables always wait for somebody who can act, and always can be brought to an end."""

from random import Random

import pytest

from star57.hub.domain.facts import ClaimState, HopFact, HopStatus, Party
from star57.hub.domain.lifecycle import HOP_STEPS, TAKES_ANSWER
from star57.hub.domain.tracing import LEAF_OUTCOME, MAX_HOPS, Outcome, leaves, live, outcome
from tests.depth import DEPTH
from tests.domain.histories import History

HOW_MANY = 300 if DEPTH == "default" else 10_000
BATCHES = 10


def check(history: History) -> None:
    legs = history.every_leg()
    awaited = history.waiting()
    assert len(history.asked) <= MAX_HOPS
    assert (outcome(legs) is None) == bool(awaited)
    for each in awaited:
        assert each.party is not Party.NOBODY
        assert each.party is not Party.PROVIDER or each.provider is not None
        assert history.leading_on(history.legs[each.hop], each.party)
        assert any(status is each.status for status, _ in HOP_STEPS)
    standing = {leg.hop for leg in live(legs)}
    for leg in legs:
        assert leg.claim is not ClaimState.RETRACTED or leg.status is HopStatus.WITHDRAWN
        assert leg.hop not in standing or leg.downstream is None or leg.downstream in standing
    if not awaited:
        assert {leg.status for leg in leaves(legs)} <= set(LEAF_OUTCOME)
        assert outcome(legs) in set(Outcome)


def wander(history: History, steps: int, talkative: float) -> None:
    """talkative: how often somebody names an upstream, rather than anything at all happening anywhere."""
    for _ in range(steps):
        open_legs = [leg for leg in history.every_leg() if leg.status in TAKES_ANSWER]
        if open_legs and history.random.random() < talkative:
            history.bring_about(open_legs[-1], HopFact.UPSTREAM_NAMED)
        else:
            leg = history.random.choice(history.every_leg())
            facts = history.possible(leg)
            if facts:
                history.bring_about(leg, history.random.choice(facts))
        check(history)


def drive_to_the_end(history: History) -> None:
    for _ in range(2_000):
        awaited = history.waiting()
        if not awaited:
            return
        history.act_for(history.random.choice(awaited))
        check(history)
    raise AssertionError(f"no end in sight: {history.every_leg()}")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_history_waits_for_somebody_or_ends_and_can_be_driven_to_its_end(batch: int):
    for number in range(batch, HOW_MANY, BATCHES):
        history = History(Random(number))
        history.begin(None, "P0")
        wander(history, steps=history.random.randrange(80), talkative=history.random.choice([0.0, 0.3, 0.8]))
        drive_to_the_end(history)
        assert outcome(history.every_leg()) is not None
