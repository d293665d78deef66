"""The work process leaves a heartbeat, and readiness says so when the clock is late."""

from datetime import timedelta

from star57.hub.ledger.heartbeats import beat
from star57.hub.reads.liveness import CLOCK, liveness
from tests.usecases.cast import Stage


def test_a_heartbeat_moves_and_its_age_is_the_clocks_lateness(stage: Stage) -> None:
    assert liveness(stage.now).clock_lateness(stage.now) == timedelta(0)
    beat(CLOCK, stage.now)
    beat(CLOCK, stage.now + timedelta(seconds=5))
    assert liveness(stage.now).clock_lateness(stage.now + timedelta(seconds=65)) == timedelta(minutes=1)


def test_without_any_worker_a_hop_that_waits_for_the_clock_makes_it_late(stage: Stage) -> None:
    stage.open()
    stage.receive("TERM")
    wakes_at = stage.hop("TERM").wakes_at
    assert wakes_at is not None
    assert liveness(wakes_at).clock_lateness(wakes_at + timedelta(minutes=4)) == timedelta(0)
    later = wakes_at + timedelta(minutes=4)
    assert liveness(later).clock_lateness(later) == timedelta(minutes=4)
