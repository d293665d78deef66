"""Time in which the notice bounced or the portal was down never counts against the provider."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.hub.domain.calendars import is_business_day, running_time
from star57.hub.domain.deadlines import Deadline, OtherRule, Pause, deadline_for, shifted
from star57.hub.domain.jurisdiction import Jurisdiction
from star57.hub.domain.jurisdictions import jurisdiction_for

US = jurisdiction_for("US")
NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=NEW_YORK)


def pause(begin: str, end: str) -> Pause:
    return Pause(at(begin), at(end))


# Received Friday 10 July 2026 at 15:00, due Monday the 13th at 15:00.
OVER_A_WEEKEND = deadline_for(at("07-10 15:00"), jurisdiction=US, zone="America/New_York")


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "07-13 15:00"),
        ([("07-13 10:00", "07-13 12:00")], "07-13 17:00"),
        ([("07-13 12:00", "07-13 13:00"), ("07-13 10:00", "07-13 11:00")], "07-13 17:00"),
        ([("07-13 10:00", "07-13 12:00"), ("07-13 11:00", "07-13 12:00")], "07-13 17:00"),
        ([("07-13 10:00", "07-13 12:00"), ("07-13 11:00", "07-13 13:00")], "07-13 18:00"),
        ([("07-11 10:00", "07-12 10:00")], "07-13 15:00"),  # the clock does not run on a weekend
        ([("07-10 16:00", "07-13 09:00")], "07-14 08:00"),  # 8 hours of Friday, 9 of Monday
        ([("07-10 14:00", "07-10 16:00")], "07-13 16:00"),  # from the start of the clock
        ([("07-10 09:00", "07-10 15:00")], "07-13 15:00"),
        ([("07-13 14:00", "07-13 16:00")], "07-13 17:00"),  # down at the due instant: the whole outage counts
        ([("07-13 14:00", "07-13 16:00"), ("07-13 16:30", "07-13 17:30")], "07-13 18:00"),  # the second falls into the time given back
        ([("07-13 15:00", "07-13 18:00")], "07-13 15:00"),  # the clock had ended
        ([("07-13 00:00", "07-13 09:00")], "07-14 00:00"),
    ],
)
def test_a_paused_clock_is_due_as_much_later_as_it_would_have_run(pauses: list[tuple[str, str]], due: str) -> None:
    assert shifted(OVER_A_WEEKEND, [pause(*each) for each in pauses], jurisdiction=US).due_at == at(due)


def test_a_due_time_pushed_into_a_weekend_comes_after_it() -> None:
    thursday = deadline_for(at("07-09 15:00"), jurisdiction=US, zone="America/New_York")
    assert shifted(thursday, [pause("07-10 01:00", "07-10 13:00")], jurisdiction=US).due_at == at("07-13 03:00")
    assert shifted(thursday, [pause("07-10 01:00", "07-10 10:00")], jurisdiction=US).due_at == at("07-13 00:00")


def test_only_the_due_instant_moves() -> None:
    moved = shifted(OVER_A_WEEKEND, [pause("07-13 10:00", "07-13 12:00")], jurisdiction=US)
    assert replace(moved, due_at=OVER_A_WEEKEND.due_at) == OVER_A_WEEKEND


def test_a_deadline_moves_by_its_own_rule_only() -> None:
    with pytest.raises(OtherRule, match="us-24-hours version 1"):
        shifted(OVER_A_WEEKEND, [], jurisdiction=jurisdiction_for("CA"))


def test_a_pause_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        pause("07-13 12:00", "07-13 10:00")


ROWS = st.sampled_from([jurisdiction_for(country) for country in ("US", "CA", "XZ", "ZZ")])
ZONES = st.sampled_from(["America/New_York", "America/St_Johns", "Asia/Riyadh", "Africa/Cairo"])
CUTS = st.lists(st.timedeltas(timedelta(hours=-30), timedelta(days=9)), min_size=2, max_size=8, unique=True)


@st.composite
def paused_clocks(draw: st.DrawFn) -> tuple[Deadline, list[Pause], Jurisdiction]:
    """A deadline and pauses, apart from each other, before, in and after it."""
    row = draw(ROWS)
    received = draw(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
    deadline = deadline_for(received, jurisdiction=row, zone=draw(ZONES))
    instants = sorted(deadline.clock_started_at + cut for cut in draw(CUTS))
    return deadline, [Pause(begin, end) for begin, end in list(pairwise(instants))[::2]], row


@given(paused_clocks())
def test_the_provider_keeps_all_the_running_time_the_rule_gives(case: tuple[Deadline, list[Pause], Jurisdiction]) -> None:
    deadline, pauses, row = case
    office = ZoneInfo(deadline.zone)
    due = shifted(deadline, pauses, jurisdiction=row).due_at

    def running(begin: datetime, end: datetime) -> timedelta:
        return running_time(max(begin, deadline.clock_started_at), min(end, due), row.calendar, office)

    counted = running(deadline.clock_started_at, due) - sum((running(each.began_at, each.ended_at) for each in pauses), timedelta())
    assert counted == running_time(deadline.clock_started_at, deadline.due_at, row.calendar, office)
    assert due >= deadline.due_at
    assert is_business_day(due.astimezone(office).date(), row.calendar)


@given(paused_clocks(), st.integers(min_value=0, max_value=4))
def test_pauses_may_come_to_light_one_by_one(case: tuple[Deadline, list[Pause], Jurisdiction], known: int) -> None:
    deadline, pauses, row = case
    before = shifted(deadline, pauses[:known], jurisdiction=row)
    assert before.due_at <= shifted(deadline, pauses, jurisdiction=row).due_at
    assert shifted(deadline, reversed(pauses), jurisdiction=row) == shifted(deadline, pauses, jurisdiction=row)
