"""Local times that clocks skip or show twice, and what a clock makes of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from star57.hub.domain.deadlines import deadline_for
from star57.hub.domain.jurisdictions import jurisdiction_for
from star57.hub.domain.local_times import occurrences, start_of

NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")  # went from Thursday 29 to Saturday 31 December 2011


def test_an_ordinary_time_occurs_once() -> None:
    assert occurrences(date(2026, 7, 1), time(13, 0), NEW_YORK) == (datetime(2026, 7, 1, 17, 0, tzinfo=UTC),)


def test_a_time_shown_twice_occurs_twice() -> None:
    twice = (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC))
    assert occurrences(date(2026, 11, 1), time(1, 30), NEW_YORK) == twice


def test_a_skipped_time_occurs_as_much_later_as_was_skipped() -> None:
    (instant,) = occurrences(date(2026, 3, 8), time(2, 30), NEW_YORK)
    assert instant.astimezone(NEW_YORK).time() == time(3, 30)


def test_a_skipped_day_has_no_times() -> None:
    assert occurrences(date(2011, 12, 30), time(10, 0), APIA) == ()
    assert start_of(date(2011, 12, 30), APIA) == start_of(date(2011, 12, 31), APIA)


# A night office: no real row is open while clocks change, so the row is made for it. Sundays are business days in Zephyria.
ROW = jurisdiction_for("XZ")
NIGHT = replace(ROW, clock=replace(ROW.clock, days=1, opens=time(1, 0), closes=time(3, 0)))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-05T02:30-05:00", "2026-03-08T03:30-04:00"),  # 02:30 does not exist on Sunday
        ("2026-10-29T01:30-04:00", "2026-11-01T01:30-05:00"),  # 01:30 comes twice on Sunday: the later counts
    ],
)
def test_a_due_time_that_clocks_skip_or_show_twice_falls_late(received: str, due: str) -> None:
    deadline = deadline_for(datetime.fromisoformat(received), jurisdiction=NIGHT, zone="America/New_York")
    assert deadline.due_at == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "starts"),
    [
        ("2026-11-01T00:59:59-04:00", "2026-11-01T01:00-04:00"),  # an opening shown twice: the first that is still to come
        ("2026-11-01T01:59:59-04:00", "2026-11-01T01:59:59-04:00"),
        ("2026-11-01T01:00:00-05:00", "2026-11-01T01:00-05:00"),
    ],
)
def test_an_opening_shown_twice_starts_no_clock_before_receipt(received: str, starts: str) -> None:
    deadline = deadline_for(datetime.fromisoformat(received), jurisdiction=NIGHT, zone="America/New_York")
    assert deadline.clock_started_at == datetime.fromisoformat(starts)


def test_a_day_that_a_zone_skipped_is_no_day_to_answer_on() -> None:
    deadline = deadline_for(datetime(2011, 12, 29, 20, 0, tzinfo=UTC), jurisdiction=jurisdiction_for("US"), zone="Pacific/Apia")
    assert deadline.clock_started_at.astimezone(APIA) == datetime(2011, 12, 29, 10, 0, tzinfo=APIA)
    assert deadline.due_at.astimezone(APIA) == datetime(2012, 1, 3, 10, 0, tzinfo=APIA)  # 2 January is observed for the 1st
