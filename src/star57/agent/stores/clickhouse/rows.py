"""Call records as rows of the tables, and back."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from math import ceil
from operator import attrgetter
from typing import Any

from star57.agent.cdr import Cdr
from star57.agent.matching.passport import claims_of
from star57.agent.stores.clickhouse.tables import KEPT_TEXTS
from star57.agent.stores.codes import CDR_COLUMNS, call_id_code, digest, micros, number_code

WIDEST_IN_ITS_DAY = timedelta(hours=2)  # a start known less well lies outside the days
NO_DAY = date(1970, 1, 1)
_LAST_DAY = date(2149, 6, 6)  # of ClickHouse's Date
_QUARTER_S = 900
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_kept = attrgetter(*KEPT_TEXTS)
_STARTED_AT = CDR_COLUMNS.index("started_at")
READ = ("started_us", *KEPT_TEXTS)


def day_of(instant: datetime) -> date:
    """The UTC day, as far as a Date goes."""
    return min(max(instant.astimezone(UTC).date(), NO_DAY), _LAST_DAY)


def id_of(record: Cdr) -> tuple[int, int]:
    code = digest(record.record_id)
    return int.from_bytes(code[:8], "little"), int.from_bytes(code[8:], "little")


def phase_of(record: Cdr) -> int:
    """The second within the quarter of an hour, whatever zone the start was read in."""
    return micros(record.started_at) // 1_000_000 % _QUARTER_S


def call_rows(record: Cdr, batch: int) -> Iterator[tuple[Any, ...]]:
    started_us = micros(record.started_at)
    ends_us = started_us + ceil(record.within_s * 1e6)
    for key in _keys(record):
        yield _day(record), key, started_us, ends_us, batch, *_kept(record)


def call_id_rows(record: Cdr) -> Iterator[tuple[Any, ...]]:
    """Lead to the record's first row among the calls, also from its origid."""
    origid = claims_of(record.identity).origid if record.identity else ""
    for code in {call_id_code(record.call_id), call_id_code(record.call_id_out), origid_code(origid)} - {0}:
        yield _day(record), code, _keys(record)[0], micros(record.started_at)


def calling_rows(record: Cdr) -> Iterator[tuple[Any, ...]]:
    for code in {number_code(record.calling_in), number_code(record.calling_out)} - {0}:
        yield _day(record), code, _keys(record)[0], micros(record.started_at)


def origid_code(origid: str) -> int:
    """Another than any Call-ID's, which holds no line break."""
    return call_id_code(f"origid\n{origid}") if origid else 0


def record_id_row(record: Cdr, batch: int) -> tuple[Any, ...]:
    return day_of(record.started_at), phase_of(record), *id_of(record), batch


def record_of(row: Sequence[Any]) -> Cdr:
    """The record of a row's READ columns."""
    values = list(row[1:])
    values.insert(_STARTED_AT, _EPOCH + timedelta(microseconds=row[0]))
    return Cdr(*values)


def _keys(record: Cdr) -> Sequence[int]:
    incoming, outgoing = number_code(record.called_in), number_code(record.called_out)
    return tuple(dict.fromkeys(key for key in (incoming, outgoing) if key)) or (0,)


def _day(record: Cdr) -> date:
    return day_of(record.started_at) if record.within_s <= WIDEST_IN_ITS_DAY.total_seconds() else NO_DAY
