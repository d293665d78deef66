"""UTC days: which one a record belongs to, and which may be kept. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from star57.agent.cdr import Cdr
from star57.agent.stores.codes import micros
from star57.agent.stores.contract import Span


def by_day(records: Iterable[Cdr]) -> Mapping[str, list[Cdr]]:
    """UTC day of the start -> its records."""
    days: dict[str, list[Cdr]] = defaultdict(list)
    for record in records:
        days[record.started_at.astimezone(UTC).date().isoformat()].append(record)
    return days


def day_us(day: str) -> int:
    """Its beginning in µs since 1970."""
    return micros(datetime.fromisoformat(day).replace(tzinfo=UTC))


def first_kept(now: datetime, keep_days: int) -> date:
    """The first of the days that are kept: today and so many before it."""
    return now.astimezone(UTC).date() - timedelta(days=keep_days)


def since(spans: Sequence[Span], first: date) -> tuple[Span, ...]:
    """What of the spans lies on this day and later."""
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return tuple(Span(max(span.since, begin), span.until) for span in spans if span.until > begin)
