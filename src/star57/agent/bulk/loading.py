"""Large CSV files into the embedded store: portions become segments in other processes, and one after the other part of the store."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from star57.agent.bulk.cells import NeedsParsing
from star57.agent.bulk.portions import rows_by_day
from star57.agent.formats.lines import first_line, line_of
from star57.agent.formats.mapped_csv import Header, header_in, row_in
from star57.agent.formats.reading import FormatOptions, Read
from star57.agent.stores.embedded.adding import Adding, Written, written

PORTION_BYTES = 40 << 20
WORKERS = max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Portion:
    """Some whole lines of a file; the first is `first_line`, counted from 1."""

    path: Path
    start: int
    length: int
    first_line: int
    header: Header
    options: FormatOptions

    def content(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.length)

    def records(self) -> Iterator[Read]:
        """One by one, for what cannot be read by columns."""
        for number, raw in enumerate(self.content().split(b"\n"), start=self.first_line):
            line = line_of(raw, number)
            if line.text.strip():
                yield row_in(self.path, line, self.header, self.options)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a portion: records read and new, or None where its lines must be read one by one."""

    portion: Portion
    counts: tuple[int, int] | None


def load(path: Path, options: FormatOptions, add: Adding) -> Iterator[Loaded]:
    """Adds what can be read by columns, portion by portion. Raises BadFile at a header that is none."""
    line, length = first_line(path)
    header = header_in(path, line, options)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        waiting: deque[tuple[Portion, Future[Sequence[Written] | None]]] = deque()
        try:
            for portion in _portions(path, length, header, options):
                waiting.append((portion, pool.submit(_segments_of, portion, add.files)))
                if len(waiting) > WORKERS:
                    yield _taken(*waiting.popleft(), add)
            while waiting:
                yield _taken(*waiting.popleft(), add)
        finally:
            pool.shutdown(cancel_futures=True)


def _taken(portion: Portion, future: Future[Sequence[Written] | None], add: Adding) -> Loaded:
    found = future.result()
    if found is None:
        return Loaded(portion, None)
    return Loaded(portion, (portion.content().count(b"\n"), add.segments(found)))


def _segments_of(portion: Portion, folder: Path) -> Sequence[Written] | None:
    try:
        days = rows_by_day(portion.content(), portion.path.name, portion.first_line, portion.header, portion.options)
    except NeedsParsing:
        return None
    return [written(folder, day, rows) for day, rows in days.items()]


def _portions(path: Path, start: int, header: Header, options: FormatOptions) -> Iterator[Portion]:
    number = 2
    with path.open("rb") as file:
        file.seek(start)
        while content := file.read(PORTION_BYTES):
            content += file.readline()
            yield Portion(path, start, len(content), number, header, options)
            start += len(content)
            number += content.count(b"\n")
