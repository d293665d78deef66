"""Reminder, escalation and the end of waiting, counted from a deadline."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.hub.domain.calendars import is_business_day
from star57.hub.domain.deadlines import OtherRule, Pause, deadline_for, shifted
from star57.hub.domain.follow_ups import (
    STANDARD,
    FollowUp,
    FollowUpKind,
    FollowUpPolicy,
    FollowUpRule,
    Measure,
    follow_ups_for,
    next_follow_up,
)
from star57.hub.domain.jurisdiction import Jurisdiction
from star57.hub.domain.jurisdictions import jurisdiction_for

US = jurisdiction_for("US")
CHICAGO = ZoneInfo("America/Chicago")
ESCALATION, LAPSE, REMINDER = sorted(FollowUpKind)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CHICAGO)


def follow_ups(received: str, policy: FollowUpPolicy = STANDARD) -> tuple[FollowUp, ...]:
    deadline = deadline_for(at(received), jurisdiction=US, zone="America/Chicago")
    return follow_ups_for(deadline, policy=policy, jurisdiction=US)


@pytest.mark.parametrize(
    ("received", "reminder", "escalation", "lapse"),
    [
        ("07-13 13:00", "07-14 09:00", "07-15 13:00", "07-16 13:00"),
        ("07-13 09:00", "07-13 14:30", "07-15 09:00", "07-16 09:00"),  # one business hour of Tuesday, three of Monday
        ("07-13 12:00", "07-14 08:00", "07-15 12:00", "07-16 12:00"),  # at opening, not at the close before
        ("07-14 15:00", "07-15 11:00", "07-16 15:00", "07-17 15:00"),
        ("07-16 15:00", "07-17 11:00", "07-20 15:00", "07-21 15:00"),  # nobody is escalated over a weekend
        ("07-10 08:00", "07-10 13:30", "07-14 08:00", "07-15 08:00"),  # due Monday at opening: reminded on Friday
        ("07-13 17:30", "07-14 13:30", "07-15 17:30", "07-16 17:30"),
    ],
)
def test_the_standard_policy(received: str, reminder: str, escalation: str, lapse: str) -> None:
    expected = (FollowUp(at(reminder), REMINDER), FollowUp(at(escalation), ESCALATION), FollowUp(at(lapse), LAPSE))
    assert follow_ups(received) == expected


def test_a_due_time_at_night_is_reminded_of_in_business_hours() -> None:
    deadline = deadline_for(at("07-13 15:00"), jurisdiction=US, zone="America/Chicago")
    night = shifted(deadline, [Pause(at("07-14 02:00"), at("07-14 14:00"))], jurisdiction=US)
    assert night.due_at == at("07-15 03:00")
    assert follow_ups_for(night, policy=STANDARD, jurisdiction=US)[0] == FollowUp(at("07-14 13:30"), REMINDER)


def test_a_reminder_that_would_come_with_the_request_itself_is_left_out() -> None:
    policy = FollowUpPolicy("early", "1", (FollowUpRule(REMINDER, timedelta(hours=9, minutes=30), Measure.OFFICE_HOURS_BEFORE_DUE),))
    assert follow_ups("07-13 13:00", policy) == ()


def test_the_next_follow_up_is_the_first_still_to_come() -> None:
    deadline = deadline_for(at("07-13 13:00"), jurisdiction=US, zone="America/Chicago")

    def after(text: str) -> FollowUp | None:
        return next_follow_up(at(text), deadline, policy=STANDARD, jurisdiction=US)

    assert after("07-13 13:00") == FollowUp(at("07-14 09:00"), REMINDER)
    assert after("07-14 09:00") == FollowUp(at("07-15 13:00"), ESCALATION)
    assert after("07-16 13:00") is None


def test_another_rules_calendar_is_refused() -> None:
    deadline = deadline_for(at("07-13 13:00"), jurisdiction=US, zone="America/Chicago")
    with pytest.raises(OtherRule):
        follow_ups_for(deadline, policy=STANDARD, jurisdiction=jurisdiction_for("XZ"))


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([jurisdiction_for(country) for country in ("US", "CA", "XZ", "ZZ")]),
    st.sampled_from(["America/New_York", "America/St_Johns", "Asia/Riyadh"]),
)
def test_every_follow_up_falls_on_a_business_day_in_its_place(received: datetime, row: Jurisdiction, zone: str) -> None:
    deadline = deadline_for(received, jurisdiction=row, zone=zone)
    reminder, escalation, lapse = follow_ups_for(deadline, policy=STANDARD, jurisdiction=row)
    assert deadline.clock_started_at < reminder.at < deadline.due_at < escalation.at < lapse.at
    local = [each.at.astimezone(ZoneInfo(zone)) for each in (reminder, escalation, lapse)]
    assert all(is_business_day(each.date(), row.calendar) for each in local)
    assert row.clock.opens <= local[0].time() <= row.clock.closes
