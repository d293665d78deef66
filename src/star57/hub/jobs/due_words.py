"""A due instant in plain words, in the office's zone and in UTC. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from star57.hub.domain.calendars import is_business_day
from star57.hub.domain.jurisdictions import jurisdiction_for

WEEK = timedelta(days=6)


def short_due(at: datetime, zone: str) -> str:
    """Mon 16:50 EST"""
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    return f"{date_format(local, 'D H:i')} {local:%Z}"


def due_in_words(at: datetime, zone: str, country: str, now: datetime) -> str:
    """Monday 16:50 your time (EST), 21:50 UTC; nothing runs over the weekend. With its date where another Monday could be meant."""
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    day = date_format(local, "l H:i") if now <= at < now + WEEK else date_format(local, "l j F, H:i")
    same_day = local.date() == at.astimezone(UTC).date()
    in_utc = date_format(at.astimezone(UTC), "H:i" if same_day else "D H:i")
    words = _("%(day)s your time (%(zone)s), %(utc)s UTC") % {"day": day, "zone": f"{local:%Z}", "utc": in_utc}
    rest = _stands_still(at, zone, country, now)
    return f"{words}; {rest}" if rest else words


def _stands_still(at: datetime, zone: str, country: str, now: datetime) -> str:
    """What lies between now and then on which the clock does not run."""
    if at <= now or not country:
        return ""
    here, calendar = ZoneInfo(zone or "UTC"), jurisdiction_for(country).calendar
    first, last = now.astimezone(here).date(), at.astimezone(here).date()
    days = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    free = [day for day in days if not is_business_day(day, calendar)]
    has_holiday = any(day.weekday() < 5 for day in free)
    if not free:
        return ""
    if not has_holiday:
        return _("nothing runs over the weekend")
    return _("nothing runs over the weekend and the holiday") if len(free) > 1 else _("nothing runs on the holiday")
