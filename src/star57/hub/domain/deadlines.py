"""When a provider must have answered: the clock of 47 CFR 64.1200(n)(1) and of the other rows. Reads no clock and knows no provider."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.metadata import version
from itertools import islice
from zoneinfo import ZoneInfo

from star57.hub.domain.calendars import after_running, business_days_from, is_business_day, running_time
from star57.hub.domain.jurisdiction import Jurisdiction
from star57.hub.domain.local_times import occurrences, utc, zone_named


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running clock as it is stored: instants in UTC, and the rule, zone and calendar that gave them. It never recomputes itself."""

    received_at: datetime
    clock_started_at: datetime
    due_at: datetime
    zone: str
    rule_id: str
    rule_version: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count against the provider: its notice bounced or the portal was down. While it lasts, `ended_at` is now."""

    began_at: datetime
    ended_at: datetime

    def __post_init__(self) -> None:
        if utc(self.began_at) > utc(self.ended_at):
            raise ValueError(f"A pause ends after it begins; {self.began_at.isoformat()} to {self.ended_at.isoformat()} does not.")


class OtherRule(ValueError):
    """The row handed in is not the one the deadline was set under."""


def deadline_for(received_at: datetime, *, jurisdiction: Jurisdiction, zone: str | None) -> Deadline:
    """The deadline of a request received at `received_at`, in the zone of the office that must answer (47 CFR 64.1200(n)(1)).

    Where the zone is None, unknown, the country's latest zone counts. Raises NaiveTime, UnknownZone."""
    received = utc(received_at)
    office = zone_named(jurisdiction.latest_zone if zone is None else zone)
    start = _clock_start(received, jurisdiction, office)
    return Deadline(
        received_at=received,
        clock_started_at=start,
        due_at=_due(start, jurisdiction, office),
        zone=office.key,
        rule_id=jurisdiction.clock.rule_id,
        rule_version=jurisdiction.clock.version,
        calendar=_calendar_text(jurisdiction, zone),
    )


def _clock_start(received: datetime, jurisdiction: Jurisdiction, office: ZoneInfo) -> datetime:
    """`received` inside business hours, both ends included; otherwise the next opening on a business day, be it the same day's."""
    clock = jurisdiction.clock
    local = received.astimezone(office)
    if is_business_day(local.date(), jurisdiction.calendar) and clock.opens <= local.time() <= clock.closes:
        return received
    days = business_days_from(local.date(), jurisdiction.calendar)
    return next(opening for day in days for opening in occurrences(day, clock.opens, office) if opening >= received)


def _due(start: datetime, jurisdiction: Jurisdiction, office: ZoneInfo) -> datetime:
    """The start's local time of day, as many business days later as the rule gives: a day on which the clock does not run is left out.

    Clocks that go back show that time twice: the later counts. Clocks that go forward skip it: it falls as much later as they skip."""
    local = start.astimezone(office)
    days = business_days_from(local.date() + timedelta(days=1), jurisdiction.calendar)
    ends = (instants[-1] for day in days if (instants := occurrences(day, local.time(), office)))
    return next(islice(ends, jurisdiction.clock.days - 1, None))


@lru_cache(maxsize=1)
def _library_version() -> str:
    return version("holidays")


def _calendar_text(jurisdiction: Jurisdiction, zone: str | None) -> str:
    """What the deadline was computed with, for the record and for people."""
    clock, calendar = jurisdiction.clock, jurisdiction.calendar
    source = f" (holidays {_library_version()}, {calendar.library.key})" if calendar.library else ""
    assumed = f"; office zone unknown, latest zone of {jurisdiction.name}" if zone is None else ""
    return f"{calendar.description}{source}; {clock.opens} to {clock.closes}{assumed}"


def shifted(deadline: Deadline, pauses: Iterable[Pause], *, jurisdiction: Jurisdiction) -> Deadline:
    """`deadline` as first set, due later by as long as its clock would have run during the pauses, and on a business day.

    Hand in all pauses of the hop at once, in any order; those that overlap count once, and what lies before the start or after the
    due instant counts not at all. `jurisdiction` is the deadline's own row: `jurisdiction_under(rule_id, rule_version)`."""
    if (deadline.rule_id, deadline.rule_version) != (jurisdiction.clock.rule_id, jurisdiction.clock.version):
        raise OtherRule(f"This deadline was set under {deadline.rule_id} version {deadline.rule_version}: hand in that row.")
    office = zone_named(deadline.zone)
    due = deadline.due_at
    counted_until = deadline.clock_started_at
    for pause in sorted(pauses, key=lambda pause: pause.began_at):
        begin, end = max(utc(pause.began_at), counted_until), utc(pause.ended_at)
        if begin >= due or begin >= end:
            continue
        due = after_running(due, running_time(begin, end, jurisdiction.calendar, office), jurisdiction.calendar, office)
        counted_until = end
    return replace(deadline, due_at=due)


def is_late(answered_at: datetime, deadline: Deadline) -> bool:
    """Whether an answer came after the due instant; one at that very instant is on time."""
    return utc(answered_at) > deadline.due_at
