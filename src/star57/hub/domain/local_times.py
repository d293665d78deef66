"""A local time of day on a local date, as instants: also where clocks skip it or show it twice."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class UnknownZone(ValueError):
    """The text names no time zone."""


class NaiveTime(ValueError):
    """A date and time without zone or offset, which is no instant."""


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder such as "America" raises OSError
        raise UnknownZone(f"{name!r} is no IANA time zone. Write one such as America/Chicago.") from error


def utc(moment: datetime) -> datetime:
    """The same instant in UTC."""
    if moment.utcoffset() is None:
        raise NaiveTime(f"{moment.isoformat()} has no time zone. Add an offset such as Z or -05:00.")
    return moment.astimezone(UTC)


def occurrences(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants (UTC, earlier first) at which clocks in `zone` show `at` on `day`: one as a rule, two where clocks are set back over it.

    Where clocks are set forward over it, the one instant that lies the skipped time later; none, if that is already another day."""
    first, second = (datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    if first < second:
        return (first, second)
    is_skipped = first > second
    if is_skipped and first.astimezone(zone).date() != day:
        return ()
    return (first,)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of a local day, which need not be midnight; of a day that the zone skipped, that of the day after."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
