"""The plainest store of call records: in memory, gone with the process."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from star57.agent.cdr import Cdr
from star57.agent.matching.passport import claims_of
from star57.agent.stores.contract import Span, StoreHealth
from star57.numbers import number_key


class MemoryStore:
    """A CdrStore for the measurement and the tests of matching alone."""

    def __init__(self) -> None:
        self.records: dict[str, Cdr] = {}
        self.by_key: dict[str, list[Cdr]] = {}
        self.complete: list[Span] = []

    def add(self, records: Iterable[Cdr]) -> int:
        new = {record.record_id: record for record in records if record.record_id not in self.records}
        self.records.update(new)
        for one in new.values():
            for key in {number_key(one.called_in), number_key(one.called_out)}:
                self.by_key.setdefault(key, []).append(one)
        return len(new)

    def by_called(self, key: str, span: Span) -> Sequence[Cdr]:
        return [
            record
            for record in self.by_key.get(key, [])
            if record.started_at < span.until and record.started_at + timedelta(seconds=record.within_s) >= span.since
        ]

    def by_calling(self, keys: Collection[str], span: Span) -> Sequence[Cdr]:
        return [
            record
            for record in self.records.values()
            if {number_key(record.calling_in), number_key(record.calling_out)} & (set(keys) - {""})
            and record.started_at < span.until
            and record.started_at + timedelta(seconds=record.within_s) >= span.since
        ]

    def by_origid(self, origid: str) -> Sequence[Cdr]:
        return [record for record in self.records.values() if origid and claims_of(record.identity).origid == origid]

    def by_call_id(self, call_id: str) -> Sequence[Cdr]:
        return [record for record in self.records.values() if call_id in (record.call_id, record.call_id_out)]

    def declare_complete(self, span: Span) -> None:
        self.complete.append(span)

    def is_complete(self, span: Span) -> bool:
        return any(known.since <= span.since and span.until <= known.until for known in self.complete)

    def health(self) -> StoreHealth:
        return StoreHealth(len(self.records), None, None, 0)
