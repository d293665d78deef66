"""The embedded store: call records in Parquet files by UTC day. One process writes, any number read, nothing is served."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from star57.agent.cdr import Cdr
from star57.agent.stores.contract import Span, StoreHealth
from star57.agent.stores.days import by_day, merge_small, unknown
from star57.agent.stores.files import StoreDamaged, only_writer, refusing_writes, sync_folder
from star57.agent.stores.manifest import Segment, read_manifest, write_manifest
from star57.agent.stores.reader import SegmentReader
from star57.agent.stores.segments import call_id_code, key_code, micros, table_of, write_segment
from star57.agent.stores.spans import covers, merged, read_spans, write_spans

_WAIT_FOR_WRITER_S = 20.0
_RETRIES = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_in_order_of_start = attrgetter("started_at", "record_id")
Found = TypeVar("Found")


class ParquetStore:
    """Implements CdrStore in a folder. Look-ups by other processes see each add() as soon as it has returned."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._segments, self._manifest = folder / "segments", folder / "manifest.json"
        self._complete, self._lock = folder / "complete.json", folder / "lock"
        with refusing_writes(folder):
            self._segments.mkdir(parents=True, exist_ok=True)
        self._mutex = threading.RLock()
        self._reader = SegmentReader(self._segments)
        self._seen: tuple[int, int, int] | None = None
        self._known: tuple[Segment, ...] = ()

    def add(self, records: Iterable[Cdr]) -> int:
        batch = list({record.record_id: record for record in records}.values())
        if not batch:
            return 0
        with self._mutex, only_writer(self._lock, _WAIT_FOR_WRITER_S):
            before = self._current()
            self._remove_orphans(before)
            new = {day: self._retrying(partial(self._unknown, day, records)) for day, records in by_day(batch).items()}
            new = {day: records for day, records in new.items() if records}
            if new:
                self._commit(before, new)
            return sum(map(len, new.values()))

    def by_called(self, key: str, span: Span) -> Sequence[Cdr]:
        code, since, until = key_code(key), micros(span.since), micros(span.until)

        def look() -> list[Cdr]:
            segments = [segment for segment in self._current() if code and segment.may_hold(since, until)]
            return [record for segment in segments for record in self._reader.by_called(segment, code, since, until)]

        return sorted(self._retrying(look), key=_in_order_of_start)

    def by_call_id(self, call_id: str) -> Sequence[Cdr]:
        code = call_id_code(call_id)

        def look() -> list[Cdr]:
            found = [record for segment in self._current() if code for record in self._reader.by_call_id(segment, code)]
            return [record for record in found if call_id in (record.call_id, record.call_id_out)]

        return sorted(self._retrying(look), key=_in_order_of_start)

    def declare_complete(self, span: Span) -> None:
        with self._mutex, only_writer(self._lock, _WAIT_FOR_WRITER_S), refusing_writes(self.folder):
            write_spans(self._complete, merged([*read_spans(self._complete), span]))

    def is_complete(self, span: Span) -> bool:
        return covers(read_spans(self._complete), span)

    def health(self) -> StoreHealth:
        segments = self._current()
        return StoreHealth(
            records=sum(segment.rows for segment in segments),
            first_started_at=_EPOCH + timedelta(microseconds=min(s.first_us for s in segments)) if segments else None,
            last_started_at=_EPOCH + timedelta(microseconds=max(s.last_us for s in segments)) if segments else None,
            size_bytes=sum(segment.size_bytes for segment in segments),
        )

    def _current(self) -> tuple[Segment, ...]:
        """The segments as of now; reads the manifest again only when another one stands there."""
        with self._mutex:
            try:
                status = self._manifest.stat()
            except FileNotFoundError:
                return ()
            seen = (status.st_ino, status.st_mtime_ns, status.st_size)
            if seen != self._seen:
                self._known, self._seen = read_manifest(self._manifest), seen
            return self._known

    def _retrying(self, look: Callable[[], Found]) -> Found:
        """A segment may be merged away between reading the manifest and opening it: then the new manifest names another."""
        for _ in range(_RETRIES):
            try:
                with self._mutex:
                    return look()
            except FileNotFoundError:
                self._seen = None
            except (pa.ArrowException, OSError) as problem:
                reason = f"a segment cannot be read ({problem}): restore it, or import into a new folder"
                raise StoreDamaged(f"{self.folder}: {reason}") from problem
        raise StoreDamaged(f"{self.folder}: segments named in manifest.json are missing: restore them, or import into a new folder")

    def _unknown(self, day: str, records: Sequence[Cdr]) -> Sequence[Cdr]:
        return unknown(records, day, self._current(), self._reader)

    def _commit(self, before: Sequence[Segment], new: dict[str, Sequence[Cdr]]) -> None:
        """Segments first, then the manifest that names them: stopped anywhere, the store is as before or as after."""
        after = list(before)
        written: list[Segment] = []
        try:
            with refusing_writes(self.folder):
                for day, records in new.items():
                    written.append(write_segment(self._segments, day, table_of(records)))
                    after = merge_small(self._segments, day, [*after, written[-1]], written)
                sync_folder(self._segments)
                write_manifest(self._manifest, after)
        except BaseException:
            self._seen = None  # the manifest may have been replaced before the failure
            self._delete(set(written) - set(self._current()))
            raise
        self._delete({*before, *written} - set(after))

    def _delete(self, segments: Iterable[Segment]) -> None:
        for segment in segments:
            with suppress(OSError):
                (self._segments / segment.name).unlink()

    def _remove_orphans(self, named: Sequence[Segment]) -> None:
        """What a writer that was killed left behind: no manifest names it."""
        names = {segment.name for segment in named}
        for path in self._segments.iterdir():
            if path.name not in names:
                with suppress(OSError):
                    path.unlink()


def open_parquet(address: str) -> ParquetStore:
    """The store in the folder of parquet:FOLDER, made when it is not there."""
    return ParquetStore(Path(address.partition(":")[2]))
