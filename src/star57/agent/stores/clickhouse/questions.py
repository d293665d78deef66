"""The look-ups of a ClickHouse store as SQL. Only whole numbers are ever written into it, so there is nothing to quote."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from star57.agent.cdr import Cdr
from star57.agent.stores.clickhouse.rows import NO_DAY, READ, WIDEST_IN_ITS_DAY, day_of, id_of, phase_of
from star57.agent.stores.clickhouse.tables import BATCHES, CALL_IDS, CALLING, CALLS, COMPLETE, RECORD_IDS
from star57.agent.stores.codes import micros
from star57.agent.stores.contract import Span

OPEN = f"SELECT batch FROM {BATCHES.name} GROUP BY batch HAVING sum(sign) > 0"
SPANS = f"SELECT since_us, until_us FROM {COMPLETE.name}"
_DONE = f"batch GLOBAL NOT IN ({OPEN})"
_ONE_DAY = timedelta(days=1)
_READ = ", ".join(READ)


def by_called(key: int, span: Span) -> str:
    return f"SELECT {_READ} FROM {CALLS.name} WHERE key = {key} AND {_near(span)} AND ends_us >= {micros(span.since)} AND {_DONE}"


def calling_pointers(codes: Sequence[int], span: Span) -> str:
    return f"SELECT DISTINCT day, key, started_us FROM {CALLING.name} WHERE code IN ({_numbers(codes)}) AND {_near(span)}"


def pointers(code: int) -> str:
    return f"SELECT DISTINCT day, key, started_us FROM {CALL_IDS.name} WHERE code = {code}"


def by_pointers(found: Sequence[tuple[date, int, int]]) -> str:
    days, keys, starts = (sorted(set(column)) for column in zip(*found, strict=True))
    where = f"day IN ({', '.join(map(_day, days))}) AND key IN ({_numbers(keys)}) AND started_us IN ({_numbers(starts)})"
    return f"SELECT {_READ} FROM {CALLS.name} WHERE {where} AND {_DONE}"


def known(records: Sequence[Cdr]) -> str:
    """The ids among these that are kept already, looked for on the days of the starts and both neighbours."""
    own = {day_of(record.started_at) for record in records}
    days = sorted({min(max(day + shift, NO_DAY), date.max) for day in own for shift in (-_ONE_DAY, 0 * _ONE_DAY, _ONE_DAY)})
    phases, ids = sorted({phase_of(record) for record in records}), sorted({id_of(record)[0] for record in records})
    where = f"day IN ({', '.join(map(_day, days))}) AND phase IN ({_numbers(phases)}) AND id_a IN ({_numbers(ids)})"
    return f"SELECT id_a, id_b FROM {RECORD_IDS.name} WHERE {where} AND {_DONE}"


def sizes(database: str, cluster: str) -> str:
    """Table, rows, bytes, and the days it reaches over, from what the servers know of their parts."""
    parts = f"cluster('{cluster}', system.parts)" if cluster else "system.parts"
    return (
        f"SELECT table, sum(rows), sum(bytes_on_disk), min(min_date), max(max_date) FROM {parts} "
        f"WHERE active AND database = '{database}' AND table LIKE 'star57_%' GROUP BY table"
    )


def bounds(days: Sequence[date]) -> str:
    """The first and last start on these days and on none."""
    where = f"day IN ({', '.join(map(_day, (NO_DAY, *days)))})"
    return f"SELECT count(), min(started_us), max(started_us) FROM {CALLS.name} WHERE {where}"


def counted() -> str:
    """How many records are kept, passing by those of adds that are not done. Reads a column whole."""
    return f"SELECT count() FROM {RECORD_IDS.name} WHERE {_DONE}"


def counted_bounds() -> str:
    return f"SELECT count(), min(started_us), max(started_us) FROM {CALLS.name} WHERE {_DONE}"


def _near(span: Span) -> str:
    """Days and starts from which a call may begin in the span."""
    earliest = span.since - WIDEST_IN_ITS_DAY
    near = f"day >= {_day(day_of(earliest))} AND day <= {_day(day_of(span.until))} AND started_us >= {micros(earliest)}"
    return f"(day = {_day(NO_DAY)} OR ({near})) AND started_us < {micros(span.until)}"


def _day(day: date) -> str:
    return f"toDate({(day - NO_DAY).days})"


def _numbers(values: Iterable[int]) -> str:
    return ", ".join(map(str, values))
