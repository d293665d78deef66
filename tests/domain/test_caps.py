"""A provider's weekly cap, and what goes first under it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.hub.domain.caps import WEEK, Waiting, harm_first, requests_allowed_now, room_at

NOW = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)


def sent(*days_ago: float) -> list[datetime]:
    return [NOW - timedelta(days=days) for days in days_ago]


@pytest.mark.parametrize(
    ("cap", "days_ago", "waiting", "allowed"),
    [
        (None, [1.0] * 500, 40, 40),
        (10, [], 3, 3),
        (10, [], 12, 10),
        (10, [1.0] * 4, 12, 6),
        (10, [1.0] * 10, 12, 0),
        (10, [1.0] * 11, 12, 0),  # a cap that was lowered
        (10, [6.999] * 10, 1, 0),
        (10, [7.0] * 10, 1, 1),  # seven days to the instant: no longer counted
        (10, [8.0] * 10, 0, 0),
    ],
)
def test_a_week_holds_as_many_requests_as_the_cap(cap: int | None, days_ago: list[float], waiting: int, allowed: int) -> None:
    assert requests_allowed_now(cap, sent_at=sent(*days_ago), waiting=waiting, now=NOW) == allowed


def test_room_comes_when_the_oldest_of_a_full_week_no_longer_counts() -> None:
    assert room_at(2, sent_at=sent(1, 6, 9), now=NOW) == NOW + timedelta(days=1)
    assert room_at(2, sent_at=sent(1, 2, 6), now=NOW) == NOW + timedelta(days=5)  # one over the cap: two must leave
    assert room_at(2, sent_at=sent(1, 9), now=NOW) == NOW


def test_the_gravest_harm_goes_first_and_then_the_longest_wait() -> None:
    waiting = [
        Waiting("scam-new", 2, NOW),
        Waiting("bomb-threat", 0, NOW),
        Waiting("scam-old-b", 2, NOW - timedelta(days=3)),
        Waiting("scam-old-a", 2, NOW - timedelta(days=3)),
        Waiting("live-fraud", 1, NOW - timedelta(days=1)),
    ]
    assert [each.request_id for each in harm_first(waiting)] == ["bomb-threat", "live-fraud", "scam-old-a", "scam-old-b", "scam-new"]


@given(st.integers(1, 12), st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(days=3)), st.integers(0, 15)), max_size=30))
def test_no_seven_days_ever_hold_more_than_the_cap(cap: int, arrivals: list[tuple[timedelta, int]]) -> None:
    now, sent_at = NOW, list[datetime]()
    for later, waiting in arrivals:
        now += later
        sent_at += [now] * requests_allowed_now(cap, sent_at=sent_at, waiting=waiting, now=now)
        assert sum(now - WEEK < each <= now for each in sent_at) <= cap
        at = room_at(cap, sent_at=sent_at, now=now)
        assert requests_allowed_now(cap, sent_at=sent_at, waiting=1, now=at) == 1
        assert at == now or requests_allowed_now(cap, sent_at=sent_at, waiting=1, now=at - timedelta(microseconds=1)) == 0
