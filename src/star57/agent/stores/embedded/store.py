"""The embedded store: a folder of segments by UTC day. One process writes, any number read, nothing is served."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path

from star57 import clock
from star57.agent.cdr import Cdr
from star57.agent.stores.codes import instant_of, micros
from star57.agent.stores.contract import Span, StoreHealth
from star57.agent.stores.embedded import searching
from star57.agent.stores.embedded.adding import Adding
from star57.agent.stores.embedded.days import by_day, day_us, first_kept, since
from star57.agent.stores.embedded.days_kept import DayKept, days_kept
from star57.agent.stores.embedded.fields import key_asked
from star57.agent.stores.embedded.manifest import Segment
from star57.agent.stores.embedded.rows import rows_of
from star57.agent.stores.embedded.segment_reader import SegmentReader
from star57.agent.stores.embedded.segments import MISSING, Segments
from star57.agent.stores.files import StoreDamaged, only_writer, refusing_writes
from star57.agent.stores.spans import covers, merged, read_spans, write_spans

_WAIT_FOR_WRITER_S = 20.0
_in_order_of_start = attrgetter("started_at", "record_id")


class EmbeddedStore:
    """Implements CdrStore in a folder. Look-ups by other processes see each add() as soon as it has returned. `keep_days`: how many
    days before today are kept when something is added; None keeps all. `too_old`: records not taken in since it was opened, because
    their days are no longer kept."""

    def __init__(self, folder: Path, keep_days: int | None = None) -> None:
        self.folder, self._keep_days, self.too_old = folder, keep_days, 0
        self._segments = Segments(folder)
        self._complete, self._lock, self._writing = folder / "complete.json", folder / "lock", threading.RLock()

    def add(self, records: Iterable[Cdr]) -> int:
        batch = list({record.record_id: record for record in records}.values())
        if not batch:
            return 0
        with self.adding() as add:
            return add.rows({day: rows_of(found, day_us(day)).in_order() for day, found in by_day(batch).items()})

    @contextmanager
    def adding(self) -> Iterator[Adding]:
        """Holds the store for as long as somebody adds."""
        with self._writing, only_writer(self._lock, _WAIT_FOR_WRITER_S), refusing_writes(self.folder):
            self._segments.remove_orphans()
            self._drop_old()
            adding = Adding(self._segments, self._first_kept())
            try:
                yield adding
            finally:
                self.too_old += adding.too_old

    def by_called(self, key: str, span: Span) -> Sequence[Cdr]:
        code, since_us, until_us = key_asked(key), micros(span.since), micros(span.until)

        def look() -> list[Cdr]:
            segments = self._segments.in_span(since_us, until_us) if code else ()
            return [one for segment in segments for one in self._segments.reader(segment).by_key(code, since_us, until_us)]

        return self._found(look)

    def by_calling(self, keys: Collection[str], span: Span) -> Sequence[Cdr]:
        codes, since_us, until_us = {key_asked(key) for key in keys} - {0}, micros(span.since), micros(span.until)

        def look() -> list[Cdr]:
            readers = map(self._segments.reader, self._segments.in_span(since_us, until_us) if codes else ())
            return [one for reader in readers for one in searching.by_calling(reader, codes, since_us, until_us)]

        return self._found(look)

    def by_call_id(self, call_id: str) -> Sequence[Cdr]:
        return self._found(lambda: self._everywhere(lambda reader: searching.by_call_id(reader, call_id)) if call_id else [])

    def by_origid(self, origid: str) -> Sequence[Cdr]:
        return self._found(lambda: self._everywhere(lambda reader: searching.by_origid(reader, origid)) if origid else [])

    def every_record(self, span: Span) -> Iterator[Sequence[Cdr]]:
        """Portions of all records whose start lies in the span, by day, in no order within it. Of each day those that it holds when its
        turn comes, whatever is added and merged meanwhile."""
        for day in dict.fromkeys(one.day for one in self._segments.in_span(micros(span.since), micros(span.until))):
            for reader in self._segments.retrying(partial(self._opened, day, span)):
                for rows in reader.rows(0, len(reader.footer.blocks.fence)):
                    yield [one for one in reader.records(rows) if span.since <= one.started_at < span.until]

    def _opened(self, day: str, span: Span) -> Sequence[SegmentReader]:
        segments = self._segments.in_span(micros(span.since), micros(span.until))
        return [self._segments.reader(one) for one in segments if one.day == day]

    def damage(self, day: str | None = None) -> Iterator[str]:
        """Reads every byte, of one day (2026-11-23, UTC) or of all; a line for each part that is not as it was written, and each segment
        that cannot be opened. What is added and merged meanwhile is read, too."""
        read = set[Segment]()
        while left := [one for one in self._segments.current() if one not in read and day in (None, one.day)]:
            read.add(segment := left[0])
            try:
                yield from self._segments.reader(segment).damage()
            except FileNotFoundError:
                if segment in self._segments.current():
                    yield f"{segment.name}, day {segment.day}, {segment.rows:,} records: {MISSING}"
            except (StoreDamaged, OSError) as problem:
                yield f"{segment.name}, day {segment.day}, {segment.rows:,} records: {problem}"

    def declare_complete(self, span: Span) -> None:
        with self._writing, only_writer(self._lock, _WAIT_FOR_WRITER_S), refusing_writes(self.folder):
            write_spans(self._complete, self._of_kept_days(merged([*read_spans(self._complete), span])))

    def is_complete(self, span: Span) -> bool:
        return covers(self._of_kept_days(read_spans(self._complete)), span)

    def health(self) -> StoreHealth:
        segments = self._segments.current()
        return StoreHealth(
            records=sum(segment.rows for segment in segments),
            first_started_at=instant_of(min(s.first_us for s in segments)) if segments else None,
            last_started_at=instant_of(max(s.last_us for s in segments)) if segments else None,
            size_bytes=sum(segment.size_bytes for segment in segments),
        )

    def days(self) -> Sequence[DayKept]:
        """What is kept of each UTC day, the newest first."""
        return days_kept(self._segments.current())

    def _found(self, look: Callable[[], list[Cdr]]) -> Sequence[Cdr]:
        return sorted(self._segments.retrying(look), key=_in_order_of_start)

    def _everywhere(self, look: Callable[[SegmentReader], Iterator[Cdr]]) -> list[Cdr]:
        return [one for segment in self._segments.current() for one in look(self._segments.reader(segment))]

    def _first_kept(self) -> date:
        return first_kept(clock.now(), self._keep_days) if self._keep_days is not None else date.min

    def _drop_old(self) -> None:
        """First the declaration that the days are complete, then the days."""
        before, first = self._segments.current(), self._first_kept().isoformat()
        if any(segment.day < first for segment in before):
            write_spans(self._complete, self._of_kept_days(read_spans(self._complete)))
            self._segments.replace(before, [segment for segment in before if segment.day >= first])

    def _of_kept_days(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(spans) if self._keep_days is None else since(spans, self._first_kept())


def open_embedded(address: str, keep_days: int | None = None) -> EmbeddedStore:
    """The store in the folder of folder:PATH, made when it is not there."""
    return EmbeddedStore(Path(address.partition(":")[2]), keep_days)
