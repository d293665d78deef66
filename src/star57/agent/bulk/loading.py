"""Large CSV files into the embedded store: portions become segments in other processes, and one after the other part of the store."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np

from star57.agent.bulk.worker import Done, Job
from star57.agent.bulk.workers import WORKERS, Workers
from star57.agent.formats.lines import first_line, line_of
from star57.agent.formats.mapped_csv import Header, header_in, row_in
from star57.agent.formats.reading import FormatOptions, Read
from star57.agent.stores.embedded.adding import Adding

PORTION_BYTES = 28 << 20
_PIECE_BYTES = 1 << 20
_NEWLINE = 10


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a portion: records read and new, or None where its lines must be read one by one."""

    job: Job
    counts: tuple[int, int] | None

    def records(self) -> Iterator[Read]:
        """One by one, for what could not be read by columns."""
        with self.job.path.open("rb") as file:
            file.seek(self.job.start)
            content = file.read(self.job.length)
        for number, raw in enumerate(content.split(b"\n"), start=self.job.first_line):
            line = line_of(raw, number)
            if line.text.strip():
                yield row_in(self.job.path, line, self.job.header, self.job.options)


def load(path: Path, options: FormatOptions, add: Adding, workers: Workers) -> Iterator[Loaded]:
    """Adds what can be read by columns, portion by portion. Raises BadFile at a header that is none."""
    line, length = first_line(path)
    header = header_in(path, line, options)
    waiting: deque[tuple[int, Job]] = deque()
    for number, job in zip(cycle(range(WORKERS)), _jobs(path, length, header, options, add.files), strict=False):
        workers.give(number, job)
        waiting.append((number, job))
        if len(waiting) == 2 * WORKERS:  # so that none waits for another
            yield _taken(*waiting.popleft(), add, workers)
    while waiting:
        yield _taken(*waiting.popleft(), add, workers)


def _taken(number: int, job: Job, add: Adding, workers: Workers) -> Loaded:
    done: Done = workers.result(number)
    return Loaded(job, None if done.segments is None else (done.lines, add.segments(done.segments)))


def _jobs(path: Path, start: int, header: Header, options: FormatOptions, folder: Path) -> Iterator[Job]:
    """Portions of like size, so that no small segment is left over."""
    number = 2
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END) - start
        most = -(-size // max(1, -(-size // PORTION_BYTES)))
        file.seek(start)
        while True:
            length = lines = 0
            while length < most and (piece := file.read(min(_PIECE_BYTES, most - length))):
                length, lines = length + len(piece), lines + _newlines(piece)
            if not length:
                return
            rest = file.readline()
            length, lines = length + len(rest), lines + _newlines(rest)
            yield Job(path, start, length, number, header, options, folder)
            start, number = start + length, number + lines


def _newlines(piece: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(piece, dtype=np.uint8) == _NEWLINE))
