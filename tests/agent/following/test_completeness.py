"""A followed store calls itself complete only where nothing can be missing."""

from datetime import timedelta

import pytest

from star57 import clock
from star57.agent.following.completeness import span_covered
from star57.agent.following.intake import Intake
from star57.agent.following.positions import Positions, Standing
from star57.agent.following.tables import FollowTable
from star57.agent.following.taken import Taken
from star57.agent.formats import Unreadable
from star57.agent.stores.contract import Span
from tests.agent.records import NOON, MemoryStore, record

HOUR = timedelta(hours=1)


def table(**more) -> FollowTable:
    return FollowTable.model_validate({"name": "a", "format": "csv", "files": ["x"], "complete": True, "longest_call_s": 3600, **more})


def standing(since=NOON, last=NOON + 5 * HOUR) -> Standing:
    return Standing("a", unbroken_since=since, last_taken_at=last, last_started_at=last)


def test_it_ends_the_longest_call_before_the_last_record():
    span = span_covered([(table(), standing())])
    assert span == Span(NOON, NOON + 4 * HOUR)


def test_the_quietest_source_and_the_latest_break_decide():
    span = span_covered([(table(), standing(last=NOON + 3 * HOUR)), (table(), standing(since=NOON + HOUR))])
    assert span == Span(NOON + HOUR, NOON + 2 * HOUR)


@pytest.mark.parametrize(
    "sources",
    [
        [],
        [(table(complete=False), standing())],
        [(table(), standing()), (table(complete=False), standing())],
        [(table(), standing(since=None))],
        [(table(), Standing("a", unbroken_since=NOON))],
        [(table(), standing(last=NOON + HOUR))],
    ],
)
def test_nothing_is_declared_when_anything_is_missing(sources):
    assert span_covered(sources) is None


def test_a_backlog_read_now_is_no_sign_of_life_of_now():
    late = Standing("a", unbroken_since=NOON, last_taken_at=NOON + 50 * HOUR, last_started_at=NOON + 2 * HOUR)
    assert span_covered([(table(), late)]) == Span(NOON, NOON + 2 * HOUR)


@pytest.fixture
def intake(tmp_path):
    positions = Positions(tmp_path / "positions")
    yield Intake(MemoryStore(), positions, tmp_path)
    positions.close()


def after(intake, hours, **more):
    intake.keep("a", Taken(is_caught_up=True, **more), NOON + hours * HOUR)
    return intake.standing("a").unbroken_since


def test_following_is_unbroken_until_something_could_not_be_read_or_nobody_looked_for_an_hour(intake):
    assert after(intake, 0) == NOON
    assert after(intake, 0.9, records=[record()]) == NOON
    assert after(intake, 1, unread=[("x", Unreadable(1, "no call", "x"))]) is None
    assert after(intake, 1.5) == NOON + 1.5 * HOUR
    assert after(intake, 1.6, gaps=["a file is gone"]) is None
    assert after(intake, 2) == NOON + 2 * HOUR
    assert after(intake, 3.1) == NOON + 3.1 * HOUR


def test_a_follower_declares_what_it_covers(tmp_path):
    from star57.agent.following.follower import Follower

    now = clock.now()
    records = [record(at, started_at=now + timedelta(seconds=at)) for at in (0, 1)]
    positions, store = Positions(tmp_path / "positions"), MemoryStore()
    positions.move(Standing("a", caught_up_at=now, unbroken_since=now - 9 * HOUR), {})

    class Source:
        name = "a"

        def taken(self):
            yield Taken(records=records, is_caught_up=True)

    Follower("us", [(table(), Source())], store, Intake(store, positions, tmp_path), print).once(lambda: False)
    (span,) = store.complete
    assert span.since == now - 9 * HOUR
    assert now - 1.01 * HOUR < span.until < now - 0.9 * HOUR
    positions.close()
