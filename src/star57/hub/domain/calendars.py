"""Business days, and the stretches of time in which a clock runs or an office is open. Knows no rule: the calendar is passed in."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

import holidays

from star57.hub.domain.jurisdiction import HolidayLibrary, WorkCalendar
from star57.hub.domain.local_times import occurrences, start_of

_ONE_DAY = timedelta(days=1)

Stretch = tuple[datetime, datetime]  # from, until; UTC


@lru_cache(maxsize=256)
def _library_holidays(library: HolidayLibrary, year: int) -> dict[date, str]:
    """The legal holidays of a year and the days observed for them, the 31 December before a Saturday's 1 January among them."""
    days = holidays.country_holidays(library.key, years=year, observed=True, categories=library.category, language=library.language)
    return {day: name for day in days for name in days.get_list(day) if name.removesuffix(" (observed)") in library.names}


def holiday_on(day: date, calendar: WorkCalendar) -> str | None:
    """The name of the holiday that `day` is or is observed for; None where it is none."""
    for row in calendar.listed:
        if row.falls_on(day):
            return row.name
    return _library_holidays(calendar.library, day.year).get(day) if calendar.library else None


def is_business_day(day: date, calendar: WorkCalendar) -> bool:
    """Whether `day` is outside the weekend and no holiday."""
    return day.weekday() not in calendar.weekend and holiday_on(day, calendar) is None


def business_days_from(day: date, calendar: WorkCalendar) -> Iterator[date]:
    """Business days in order without end, `day` itself first if it is one."""
    while True:
        if is_business_day(day, calendar):
            yield day
        day += _ONE_DAY


def business_days_back_from(day: date, calendar: WorkCalendar) -> Iterator[date]:
    """Business days backwards without end, `day` itself first if it is one."""
    while True:
        if is_business_day(day, calendar):
            yield day
        day -= _ONE_DAY


def _running(moment: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> Iterator[Stretch]:
    """Business days as wholes, from local midnight to the next, cut to what lies from `moment` on."""
    for day in business_days_from(moment.astimezone(zone).date(), calendar):
        yield max(moment, start_of(day, zone)), start_of(day + _ONE_DAY, zone)


def running_time(begin: datetime, end: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> timedelta:
    """How long a clock runs between two instants, standing still on days that are no business days."""
    stretches = takewhile(lambda stretch: stretch[0] < end, _running(begin, calendar, zone))
    return sum((min(closes, end) - opens for opens, closes in stretches), timedelta())


def after_running(moment: datetime, running: timedelta, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a clock started at `moment` has run that long; never on a day that is no business day."""
    stretches = _running(moment, calendar, zone)
    opens, closes = next(stretches)
    while running >= closes - opens:
        running -= closes - opens
        opens, closes = next(stretches)
    return opens + running


def _worked_back(moment: datetime, hours: tuple[time, time], calendar: WorkCalendar, zone: ZoneInfo) -> Iterator[Stretch]:
    """The stretches in which an office with these hours was open before `moment`, the latest first."""
    for day in business_days_back_from(moment.astimezone(zone).date(), calendar):
        opening, closing = (occurrences(day, at, zone) for at in hours)
        if opening and closing and opening[0] < moment:
            yield opening[0], min(closing[-1], moment)


def before_office_hours(moment: datetime, worked: timedelta, hours: tuple[time, time], calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """The latest instant (UTC) from which an office open at `hours` has worked that long by `moment`."""
    stretches = _worked_back(moment, hours, calendar, zone)
    opens, closes = next(stretches)
    while worked > closes - opens:
        worked -= closes - opens
        opens, closes = next(stretches)
    return closes - worked
