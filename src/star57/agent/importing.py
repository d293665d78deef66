"""Reads switch records into a store: in batches, so that an interrupted run keeps what it has and a second run adds the rest."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from os import SEEK_END
from pathlib import Path
from typing import TextIO

from star57.agent.bulk.loading import Loaded, load
from star57.agent.bulk.workers import Workers
from star57.agent.cdr import Cdr
from star57.agent.formats import FORMATS, BadFile, FormatOptions, Meter, Unreadable, format_named, read_records
from star57.agent.formats.compressed import is_compressed
from star57.agent.formats.reading import calls_of
from star57.agent.stores.contract import CdrStore
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.unread import unreadable_folder

ROWS_PER_BATCH = 50_000
BULK_FROM_BYTES = 16 << 20  # a smaller file is read before the other processes have started
_ROWS_PER_REPORT = 2_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: bytes of all files, and records read."""

    path: Path
    bytes_read: int
    bytes_total: int
    rows: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`read` records, of which `new` were added, `known` were there before (or twice in the files), and `too_old` are of days that the
    store no longer keeps; `unreadable` lines are kept in the folder `kept_in`, a JSON-lines file for each source file, and
    `first_unreadable` tells of the first. `bad_files`: one line for each file that could not be read at all; `cut_files`: for each that
    ends within a record."""

    read: int
    new: int
    known: int
    too_old: int
    unreadable: int
    kept_in: Path | None
    first_unreadable: str
    bad_files: tuple[str, ...]
    cut_files: tuple[str, ...]
    notes: tuple[str, ...]


def import_files(
    store: CdrStore,
    format_name: str,
    paths: Sequence[Path],
    options: FormatOptions,
    *,
    on_progress: Callable[[Progress], None],
) -> ImportReport:
    """Adds the files' records. One bad file does not keep the others out; when all are bad, BadFile is raised."""
    format_named(format_name)
    with Workers() as workers:
        work = _Import(store, format_name, options, on_progress, sum(_size(path) for path in paths), workers)
        for path in paths:
            try:
                work.take(path)
            except BadFile as problem:
                work.bad_files.append(str(problem))
        work.flush()
    if paths and len(work.bad_files) == len(paths):
        raise BadFile(work.bad_files[0])
    return work.report()


class _Import:
    """One run of import_files: its batch, its counts."""

    def __init__(
        self,
        store: CdrStore,
        format_name: str,
        options: FormatOptions,
        on_progress: Callable[[Progress], None],
        bytes_total: int,
        workers: Workers,
    ) -> None:
        self.workers = workers
        self.store, self.format_name, self.options, self.on_progress = store, format_name, options, on_progress
        self.bytes_total, self.bytes_before = bytes_total, 0
        self.batch: list[Cdr] = []
        self.read = self.new = self.unreadable = 0
        self.too_old_before = _too_old(store)
        self.bad_files: list[str] = []
        self.cut_files: list[str] = []
        self.first_unreadable = ""
        self.last: Cdr | Unreadable | None = None
        self.kept_in = unreadable_folder(store)

    def take(self, path: Path) -> None:
        meter, self.last = Meter(), None
        with ExitStack() as stack:
            unreadable = _Unreadables(path, self.kept_in)
            stack.callback(unreadable.close)
            if isinstance(self.store, EmbeddedStore) and self._is_for_bulk(path):
                self._take_in_bulk(path, self.store, unreadable)
            else:
                for item in read_records(self.format_name, path, self.options, meter=meter):
                    self._take_one(item, unreadable)
                    if self.read % _ROWS_PER_REPORT == 0:
                        self._tell(path, meter.bytes_read)
        if isinstance(self.last, Unreadable) and _is_cut(path):
            self.cut_files.append(f"{path}: ends within a record, at line {self.last.line}: copy the whole file, then import it again")
        self.bytes_before += _size(path)
        self._tell(path, 0)

    def _is_for_bulk(self, path: Path) -> bool:
        is_usual = self.options.date_order is None and not isinstance(self.options.columns, tuple)
        return self.format_name == "csv" and is_usual and _size(path) >= BULK_FROM_BYTES and not is_compressed(path)

    def _take_in_bulk(self, path: Path, store: EmbeddedStore, unreadable: "_Unreadables") -> None:
        self.flush()
        left: list[Loaded] = []
        with store.adding() as add:
            for loaded in load(path, self.options, add, self.workers):
                if loaded.counts is None:
                    left.append(loaded)
                    continue
                self.read, self.new = self.read + loaded.counts[0], self.new + loaded.counts[1]
                self._tell(path, loaded.job.start + loaded.job.length)
        for item in calls_of((item for loaded in left for item in loaded.records()), path, self.format_name):
            self._take_one(item, unreadable)

    def _take_one(self, item: Cdr | Unreadable, unreadable: "_Unreadables") -> None:
        self.last = item
        if isinstance(item, Unreadable):
            self.first_unreadable = self.first_unreadable or f"{unreadable.source} line {item.line}: {item.reason}"
            self.unreadable += 1
            unreadable.keep(item)
            return
        self.read += 1
        self.batch.append(item)
        if len(self.batch) >= ROWS_PER_BATCH:
            self.flush()

    def flush(self) -> None:
        if self.batch:
            self.new += self.store.add(self.batch)
        self.batch = []

    def _tell(self, path: Path, bytes_read: int) -> None:
        self.on_progress(Progress(path, min(self.bytes_before + bytes_read, self.bytes_total), self.bytes_total, self.read))

    def report(self) -> ImportReport:
        notes = []
        if self.options.time_zone is None and FORMATS[self.format_name].local_times:
            notes.append(f"no time_zone was given: where {self.format_name} writes times without a zone they were read as UTC")
        kept_in = self.kept_in if self.unreadable else None
        too_old = _too_old(self.store) - self.too_old_before
        counts = (self.read, self.new, self.read - self.new - too_old, too_old, self.unreadable)
        return ImportReport(*counts, kept_in, self.first_unreadable, tuple(self.bad_files), tuple(self.cut_files), tuple(notes))


class _Unreadables:
    """The unreadable lines of one source file. Importing it again replaces them, so that they are never kept twice."""

    def __init__(self, source: Path, folder: Path | None) -> None:
        self.source, self.folder = source, folder
        self.file: TextIO | None = None
        name = f"{source.name}-{blake2b(str(source.absolute()).encode('utf-8', 'replace'), digest_size=4).hexdigest()}.jsonl"
        self.path = folder / name if folder else None

    def keep(self, line: Unreadable) -> None:
        if self.path is None:
            return
        if self.file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.file = self.path.with_suffix(".tmp").open("w", encoding="utf-8", errors="backslashreplace")
        self.file.write(json.dumps({"file": str(self.source), **asdict(line)}) + "\n")

    def close(self) -> None:
        if self.path is None:
            return
        if self.file is None:
            with suppress(FileNotFoundError):
                self.path.unlink()
            return
        self.file.close()
        self.path.with_suffix(".tmp").replace(self.path)


def _too_old(store: CdrStore) -> int:
    """Only the embedded store drops days by itself."""
    return store.too_old if isinstance(store, EmbeddedStore) else 0


def _is_cut(path: Path) -> bool:
    """Whether nothing ends the last line of a plain file."""
    if is_compressed(path):
        return False
    with path.open("rb") as file:
        file.seek(-1, SEEK_END)
        return file.read(1) != b"\n"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
