"""The ClickHouse store: the contract of CdrStore on one server or on a cluster."""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from secrets import randbits

from star57.agent.cdr import Cdr
from star57.agent.stores.clickhouse import questions
from star57.agent.stores.clickhouse.address import ClickHouseAddress
from star57.agent.stores.clickhouse.link import Link
from star57.agent.stores.clickhouse.rows import (
    call_id_rows,
    call_rows,
    calling_rows,
    day_of,
    id_of,
    origid_code,
    record_id_row,
    record_of,
)
from star57.agent.stores.clickhouse.tables import (
    BATCHES,
    CALL_IDS,
    CALLING,
    CALLS,
    COMPLETE,
    RECORD_IDS,
    TABLES,
    Table,
    additions,
    statements,
)
from star57.agent.stores.codes import call_id_code, key_code, micros
from star57.agent.stores.contract import Span, StoreHealth
from star57.agent.stores.judging import has_call_id, has_origid, is_calling, may_begin_in
from star57.agent.stores.spans import covers, merged

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROWS_PER_BLOCK = 100_000
_NUMBERS_AT_ONCE = 1_000
_POINTERS_AT_ONCE = 2_000
_DAYS_PER_BLOCK = 50  # a server refuses a block that touches more than a hundred partitions
_in_order_of_start = attrgetter("started_at", "record_id")


class ClickHouseStore:
    """Implements CdrStore.

    An add() is visible whole once it is done, and not at all when it failed or was killed half-way: its rows then stay hidden until
    their day is dropped, and adding the records again keeps them. A look-up during an add may see a part of it. Two processes that
    add the same record at the same instant may both write it: look-ups still give it once, health() counts it twice. On a cluster
    an add is seen at once by whoever uses the same server, and by others as soon as replication has carried it there.
    """

    def __init__(self, address: ClickHouseAddress, link: Link) -> None:
        self._database, self._cluster, self._link = address.database, address.cluster, link
        self._mutex = threading.RLock()
        if {name for (name,) in link.ask("SHOW TABLES")} >= {table.name for table in TABLES}:
            there = {row[0] for row in link.ask(f"DESCRIBE TABLE {CALLS.name}")}
            for statement in additions(CALLS, there, self._database, self._cluster):
                link.do(statement)
            return
        for table in TABLES:
            for statement in statements(table, self._database, self._cluster):
                link.do(statement)

    def add(self, records: Iterable[Cdr]) -> int:
        batch = list({record.record_id: record for record in records}.values())
        if not batch:
            return 0
        with self._mutex:
            known = set(self._link.ask(questions.known(batch)))
            new = sorted((record for record in batch if id_of(record) not in known), key=_in_order_of_start)
            if new:
                self._insert(new)
            return len(new)

    def by_called(self, key: str, span: Span) -> Sequence[Cdr]:
        return self._records(questions.by_called(code, span)) if (code := key_code(key)) else ()

    def by_calling(self, keys: Collection[str], span: Span) -> Sequence[Cdr]:
        wanted = sorted(set(keys) - {""})
        found = {
            one.record_id: one
            for start in range(0, len(wanted), _NUMBERS_AT_ONCE)
            for one in self._pointed(questions.calling_pointers([key_code(key) for key in wanted[start : start + _NUMBERS_AT_ONCE]], span))
        }
        here = (record for record in found.values() if is_calling(record, set(wanted)) and may_begin_in(record, span))
        return sorted(here, key=_in_order_of_start)

    def by_call_id(self, call_id: str) -> Sequence[Cdr]:
        code = call_id_code(call_id)
        return [record for record in self._pointed(questions.pointers(code)) if has_call_id(record, call_id)] if code else []

    def by_origid(self, origid: str) -> Sequence[Cdr]:
        code = origid_code(origid)
        return [record for record in self._pointed(questions.pointers(code)) if has_origid(record, origid)] if code else []

    def declare_complete(self, span: Span) -> None:
        with self._mutex:
            self._link.insert(COMPLETE.name, tuple(COMPLETE.columns), [[day_of(span.since)], [micros(span.since)], [micros(span.until)]])

    def is_complete(self, span: Span) -> bool:
        with self._mutex:
            rows = self._link.ask(questions.SPANS)
        return covers(merged([Span(_instant(since_us), _instant(until_us)) for since_us, until_us in rows]), span)

    def health(self) -> StoreHealth:
        """Quick, unless an add failed half-way: then a column is read whole to count without it."""
        with self._mutex:
            tables = {row[0].removesuffix("_here"): row[1:] for row in self._link.ask(questions.sizes(self._database, self._cluster))}
            records, _, first_day, last_day = tables.get(RECORD_IDS.name, (0, 0, None, None))
            if not records:
                return StoreHealth(0, None, None, 0)
            if self._link.ask(questions.OPEN):
                ((records,),) = self._link.ask(questions.counted())
                ((_, first_us, last_us),) = self._link.ask(questions.counted_bounds())
            else:
                ((_, first_us, last_us),) = self._link.ask(questions.bounds((first_day, last_day)))
        size_bytes = sum(row[1] for row in tables.values())
        if not records:
            return StoreHealth(0, None, None, size_bytes)
        return StoreHealth(records, _instant(first_us), _instant(last_us), size_bytes)

    def _pointed(self, question: str) -> Sequence[Cdr]:
        """The records that the pointers lead to, and some that only share their key and their start."""
        with self._mutex:
            found = self._link.ask(question)
            portions = [found[start : start + _POINTERS_AT_ONCE] for start in range(0, len(found), _POINTERS_AT_ONCE)]
            return [one for some in portions for one in self._records(questions.by_pointers([(day, key, us) for day, key, us in some]))]

    def _records(self, question: str) -> Sequence[Cdr]:
        """In order of start, each once."""
        with self._mutex:
            rows = self._link.ask(question)
        return sorted({record.record_id: record for record in map(record_of, rows)}.values(), key=_in_order_of_start)

    def _insert(self, records: Sequence[Cdr]) -> None:
        batch, day = randbits(63), day_of(records[0].started_at)
        self._link.insert(BATCHES.name, tuple(BATCHES.columns), [[day], [batch], [1]])
        for block in _blocks(records):
            self._write(CALLS, (row for record in block for row in call_rows(record, batch)))
            self._write(CALL_IDS, (row for record in block for row in call_id_rows(record)))
            self._write(CALLING, (row for record in block for row in calling_rows(record)))
            self._write(RECORD_IDS, (record_id_row(record, batch) for record in block))
        self._link.insert(BATCHES.name, tuple(BATCHES.columns), [[day], [batch], [-1]])

    def _write(self, table: Table, rows: Iterable[Sequence[object]]) -> None:
        if values := list(zip(*rows, strict=True)):
            self._link.insert(table.name, tuple(table.columns), values)


def _blocks(records: Sequence[Cdr]) -> Iterator[Sequence[Cdr]]:
    """Of few enough rows and days for one insert; the records come in order of start."""
    block: list[Cdr] = []
    for number, (_, of_day) in enumerate(groupby(records, key=lambda record: day_of(record.started_at)), start=1):
        for record in of_day:
            block.append(record)
            if len(block) >= _ROWS_PER_BLOCK:
                yield block
                block = []
        if number % _DAYS_PER_BLOCK == 0 and block:
            yield block
            block = []
    if block:
        yield block


def _instant(micros_since_1970: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros_since_1970)
