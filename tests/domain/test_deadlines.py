"""The response clock of 47 CFR 64.1200(n)(1): its vectors, its edges, and what must hold for any instant in any row."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.hub.domain.calendars import is_business_day
from star57.hub.domain.deadlines import Deadline, deadline_for, is_late
from star57.hub.domain.jurisdiction import Jurisdiction
from star57.hub.domain.jurisdictions import jurisdiction_for
from star57.hub.domain.local_times import NaiveTime, UnknownZone

US = jurisdiction_for("US")

# received (UTC), office zone, clock starts (local), due (local)
VECTORS = [
    ("2026-07-01 18:00", "America/Chicago", "2026-07-01 13:00", "2026-07-02 13:00"),
    ("2026-07-02 14:00", "America/New_York", "2026-07-02 10:00", "2026-07-06 10:00"),
    ("2026-10-30 19:00", "America/New_York", "2026-10-30 15:00", "2026-11-02 15:00"),
    ("2026-03-06 23:30", "America/New_York", "2026-03-09 08:00", "2026-03-10 08:00"),
    ("2026-12-24 22:31", "America/New_York", "2026-12-28 08:00", "2026-12-29 08:00"),
    ("2026-06-12 12:59", "America/Denver", "2026-06-12 08:00", "2026-06-15 08:00"),
    ("2026-03-09 02:00", "Asia/Kolkata", "2026-03-09 08:00", "2026-03-10 08:00"),
    ("2026-12-31 16:00", "Pacific/Honolulu", "2026-12-31 08:00", "2027-01-04 08:00"),
    ("2026-07-01 22:30", "America/Chicago", "2026-07-01 17:30", "2026-07-02 17:30"),
    ("2026-07-01 22:31", "America/Chicago", "2026-07-02 08:00", "2026-07-06 08:00"),
    ("2027-12-30 20:00", "America/New_York", "2027-12-30 15:00", "2028-01-03 15:00"),
    ("2026-10-09 19:00", "America/New_York", "2026-10-09 15:00", "2026-10-13 15:00"),
]


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def in_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("received", "zone", "starts", "due"), VECTORS)
def test_the_clock_keeps_the_published_vectors(received: str, zone: str, starts: str, due: str) -> None:
    deadline = deadline_for(in_utc(received), jurisdiction=US, zone=zone)
    assert (deadline.clock_started_at, deadline.due_at) == (local(starts, zone), local(due, zone))


def test_autumn_adds_an_hour_to_a_weekend_without_moving_the_due_time() -> None:
    deadline = deadline_for(in_utc("2026-10-30 19:00"), jurisdiction=US, zone="America/New_York")
    assert deadline.due_at - deadline.clock_started_at == timedelta(days=3, hours=1)


@pytest.mark.parametrize(
    ("received", "starts"),
    [
        ("07:59:59.999999", "2026-07-14 08:00"),
        ("08:00:00", "2026-07-14 08:00"),
        ("17:30:00", "2026-07-14 17:30"),
        ("17:30:00.000001", "2026-07-15 08:00"),
        ("17:30:01", "2026-07-15 08:00"),
    ],
)
def test_both_ends_of_business_hours_are_inside_to_the_instant(received: str, starts: str) -> None:
    deadline = deadline_for(local(f"2026-07-14 {received}", "America/Chicago"), jurisdiction=US, zone="America/Chicago")
    assert deadline.clock_started_at == local(starts, "America/Chicago")


def test_a_deadline_says_what_it_was_computed_with() -> None:
    deadline = deadline_for(in_utc("2026-07-01 18:00"), jurisdiction=US, zone="America/Chicago")
    assert (deadline.zone, deadline.rule_id, deadline.rule_version) == ("America/Chicago", "us-24-hours", "1")
    assert deadline.calendar.startswith("Monday to Friday less federal legal holidays, observed days included (holidays ")
    assert deadline.calendar.endswith("; 08:00:00 to 17:30:00")


@pytest.mark.parametrize("country", ["US", "CA", "XZ", "PH"])
def test_an_unknown_office_zone_is_the_latest_of_the_country_and_said_so(country: str) -> None:
    row = jurisdiction_for(country)
    assumed = deadline_for(in_utc("2026-07-01 18:00"), jurisdiction=row, zone=None)
    known = deadline_for(in_utc("2026-07-01 18:00"), jurisdiction=row, zone=row.latest_zone)
    assert (assumed.due_at, assumed.zone) == (known.due_at, row.latest_zone)
    assert assumed.calendar == f"{known.calendar}; office zone unknown, latest zone of {row.name}"


@pytest.mark.parametrize("zone", ["", "America", "America/Nowhere", "../etc/passwd", "/etc/passwd"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone, match="no IANA time zone"):
        deadline_for(in_utc("2026-07-01 18:00"), jurisdiction=US, zone=zone)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(NaiveTime, match="Add an offset"):
        deadline_for(datetime.fromisoformat("2026-07-01 18:00"), jurisdiction=US, zone="America/Chicago")


def test_an_answer_at_the_due_instant_is_on_time() -> None:
    deadline = deadline_for(in_utc("2026-07-01 18:00"), jurisdiction=US, zone="America/Chicago")
    assert not is_late(local("2026-07-02 13:00", "America/Chicago"), deadline)
    assert is_late(local("2026-07-02 13:00:00.000001", "America/Chicago"), deadline)


ROWS = st.sampled_from([jurisdiction_for(country) for country in ("US", "CA", "XZ", "ZZ")])
ZONES = st.sampled_from(["America/New_York", "America/St_Johns", "Pacific/Honolulu", "Asia/Riyadh", "Australia/Lord_Howe", "Africa/Cairo"])
INSTANTS = st.datetimes(datetime(2022, 1, 1), datetime(2039, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def local_start_and_due(deadline: Deadline) -> tuple[datetime, datetime]:
    office = ZoneInfo(deadline.zone)
    return deadline.clock_started_at.astimezone(office), deadline.due_at.astimezone(office)


@given(INSTANTS, ROWS, ZONES | st.none())
def test_every_clock_starts_in_business_hours_and_ends_on_a_business_day_at_the_same_time(
    received: datetime, row: Jurisdiction, zone: str | None
) -> None:
    deadline = deadline_for(received, jurisdiction=row, zone=zone)
    start, due = local_start_and_due(deadline)
    assert deadline.received_at == received <= deadline.clock_started_at < deadline.due_at
    assert {deadline.received_at.tzinfo, deadline.clock_started_at.tzinfo, deadline.due_at.tzinfo} == {UTC}
    assert row.clock.opens <= start.time() <= row.clock.closes
    assert is_business_day(start.date(), row.calendar)
    assert is_business_day(due.date(), row.calendar)
    assert due.time() == start.time()


@given(INSTANTS, ROWS, ZONES)
def test_between_start_and_due_lie_as_many_business_days_as_the_rule_gives(received: datetime, row: Jurisdiction, zone: str) -> None:
    start, due = local_start_and_due(deadline_for(received, jurisdiction=row, zone=zone))
    days = [start.date() + timedelta(days=n) for n in range(1, (due.date() - start.date()).days + 1)]
    assert sum(is_business_day(day, row.calendar) for day in days) == row.clock.days


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=6)), ROWS, ZONES)
def test_a_request_received_later_is_never_due_earlier(received: datetime, later: timedelta, row: Jurisdiction, zone: str) -> None:
    first = deadline_for(received, jurisdiction=row, zone=zone)
    second = deadline_for(received + later, jurisdiction=row, zone=zone)
    assert first.clock_started_at <= second.clock_started_at
    assert first.due_at <= second.due_at
