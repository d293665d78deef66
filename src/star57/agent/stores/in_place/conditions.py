"""The WHERE of a look-up in records of others: narrow enough to be quick, never narrower than what is sought. Pure.

Whether a row is the one sought is judged afterwards by the same code that imports records.
"""

import base64
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from star57.agent.stores.contract import Span
from star57.agent.stores.in_place.column_map import ColumnMap
from star57.agent.stores.in_place.sources import Dialect, TimeKind

Condition = tuple[str, list[Any]]
_CLOCK_CHANGE = timedelta(hours=3)  # an hour that comes twice, and starts written to minutes
_WIDEST_TOLD = timedelta(days=1)  # where a column says how well each start is known
_ANY_ZONE = timedelta(hours=27)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_AS_JULIAN_DAY = 2440587.5
_SCALES = (1, 1_000, 1_000_000)  # Unix seconds, milliseconds, microseconds
_DAY_S = 86_400


def called(columns: ColumnMap, keys: Sequence[str], dialect: Dialect, key: str) -> Condition:
    """Columns that hold the key itself when there are some; else the key's digits in order, whatever marks stand between them."""
    if keys:
        return _any_of([f"{dialect.as_text(column)} = {dialect.mark}" for column in keys], key)
    numbers = [columns.column(ours) for ours in ("called_in", "called_out") if ours in columns]
    return _any_of([f"{dialect.as_text(column)} LIKE {dialect.mark}" for column in numbers], f"%{'%'.join(key)}%")


def calling(columns: ColumnMap, dialect: Dialect, keys: Sequence[str]) -> Condition | None:
    numbers = [columns.column(ours) for ours in ("calling_in", "calling_out") if ours in columns]
    alternatives = [f"{dialect.as_text(column)} LIKE {dialect.mark}" for column in numbers for _ in keys]
    patterns = [f"%{'%'.join(key)}%" for _ in numbers for key in keys]
    return (f"({' OR '.join(alternatives)})", patterns) if numbers else None


def origid(columns: ColumnMap, dialect: Dialect, wanted: str) -> Condition | None:
    """A token's claims are base64, in which the origid has one of three forms, by where it begins."""
    if "identity" not in columns:
        return None
    column = dialect.as_text(columns.column("identity"))
    patterns = [f"%{form}%" for form in _base64_forms(wanted)]
    return f"({' OR '.join([f'{column} LIKE {dialect.mark}'] * len(patterns))})", patterns


def call_id(columns: ColumnMap, dialect: Dialect, wanted: str) -> Condition | None:
    found = [columns.column(ours) for ours in ("call_id", "call_id_out") if ours in columns]
    return _any_of([f"{dialect.as_text(column)} = {dialect.mark}" for column in found], wanted) if found else None


def started(columns: ColumnMap, kind: TimeKind, dialect: Dialect, span: Span, zone: ZoneInfo) -> Condition:
    """Where the start may lie in the span, by what the column holds."""
    margin = _CLOCK_CHANGE + (_WIDEST_TOLD if "within_s" in columns else timedelta(0))
    since, until = span.since - margin, span.until + margin
    column = dialect.name(columns.column("started_at"))
    between = f"{column} BETWEEN {dialect.mark} AND {dialect.mark}"
    match kind:
        case TimeKind.INSTANT:
            return between, [since.astimezone(UTC), until.astimezone(UTC)]
        case TimeKind.LOCAL:
            return between, [since.astimezone(zone).replace(tzinfo=None), until.astimezone(zone).replace(tzinfo=None)]
        case TimeKind.NUMBER:
            ranges = list(_as_numbers(since, until))
            return f"({' OR '.join([between] * len(ranges))})", [bound for pair in ranges for bound in pair]
        case TimeKind.TEXT:
            if not dialect.text_time:
                return "1 = 1", []
            bounds = [(instant.astimezone(UTC)).replace(tzinfo=None).isoformat(" ") for instant in (since - _ANY_ZONE, until + _ANY_ZONE)]
            return dialect.text_time.format(column=column), bounds


def on_days(column: str, dialect: Dialect, span: Span) -> Condition:
    """Days of whatever zone, with a day to spare on either side."""
    first, last = (span.since - 2 * timedelta(days=1)).date(), (span.until + 2 * timedelta(days=1)).date()
    days = [(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    forms = [form for day in days for form in _written(day)]
    return f"{dialect.as_text(column)} IN ({', '.join([dialect.mark] * len(forms))})", forms


def _written(day: date) -> tuple[str, str]:
    return day.isoformat(), f"{day:%Y%m%d}"


def _base64_forms(text: str) -> Iterator[str]:
    """What base64url makes of it behind none, one and two other bytes, without the characters that its neighbours share."""
    for before, cut in ((0, 0), (1, 2), (2, 3)):
        whole = b"x" * before + text.encode()
        certain = len(whole) * 8 // 6
        yield base64.urlsafe_b64encode(whole).decode()[cut:certain]


def _any_of(alternatives: Sequence[str], parameter: str) -> Condition:
    return f"({' OR '.join(alternatives)})", [parameter] * len(alternatives)


def _as_numbers(since: datetime, until: datetime) -> Iterator[tuple[float, float]]:
    """Unix time in each unit, and Julian days."""
    seconds = [(instant - _EPOCH).total_seconds() for instant in (since, until)]
    yield from ((seconds[0] * scale, seconds[1] * scale) for scale in _SCALES)
    yield seconds[0] / _DAY_S + _EPOCH_AS_JULIAN_DAY, seconds[1] / _DAY_S + _EPOCH_AS_JULIAN_DAY
