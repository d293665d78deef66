from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.agent.formats.reading import BadValue
from star57.agent.formats.times import read_time

ZONE = ZoneInfo("UTC")
NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "within_s"),
    [
        ("1795348800", 1),
        ("1795348800.0", 0.1),
        ("1795348800.000", 0.001),
        ("1795348800000", 0.001),
        ("1795348800000000", 0.000001),
        (1795348800, 1),
        ("2026-11-22T12:00:00Z", 1),
        ("2026-11-22 12:00:00", 1),
        ("2026-11-22 12:00:00 UTC", 1),
        ("2026-11-22T07:00:00.00-05:00", 0.01),
        ("2026-11-22T12:00", 60),
        ("2026-11-22T12:00+00:00", 60),
        ("20261122120000", 1),
        (2461367.0, 1.5),
        ("2461367.0", 1.5),
    ],
    ids=repr,
)
def test_every_way_of_writing_noon_is_read_with_the_width_its_digits_leave(written, within_s):
    reading = read_time(written, ZONE, "start")
    assert reading.at == NOON
    assert reading.within_s == pytest.approx(within_s)


NO_TIMES = ["", "0", 0, None, "yesterday", "2026-11-22", "1e18", "-5", "9" * 19, float("nan"), float("inf"), "0000-00-00 00:00:00"]


@pytest.mark.parametrize("written", NO_TIMES, ids=repr)
def test_what_is_no_time_is_refused(written):
    with pytest.raises(BadValue):
        read_time(written, ZONE, "start")


def test_a_wall_clock_time_is_read_in_the_zone_given():
    assert read_time("2026-11-22 07:00:00", NEW_YORK, "start") == (NOON, 1.0)


def test_an_hour_that_comes_twice_keeps_both_readings():
    reading = read_time("2026-11-01 01:30:00", NEW_YORK, "start")
    assert reading == (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), 3601.0)


def test_an_hour_that_never_was_keeps_both_readings():
    reading = read_time("2026-03-08 02:30:00", NEW_YORK, "start")
    assert reading == (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), 3601.0)


@given(st.integers(631_152_000, 4_102_444_799), st.integers(0, 999_999))
def test_unix_times_keep_every_digit(seconds, micros):
    reading = read_time(f"{seconds}.{micros:06}", ZONE, "start")
    assert (reading.at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6 == pytest.approx(seconds * 1e6 + micros, abs=1)


LIKE_TIMES = st.from_regex(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", fullmatch=True)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), LIKE_TIMES))
def test_a_time_is_read_or_refused(value):
    with suppress(BadValue):
        assert read_time(value, NEW_YORK, "start").within_s > 0
