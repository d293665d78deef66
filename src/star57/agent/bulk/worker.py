"""A process that turns portions of CSV files into segments: jobs come as pickles on its standard input, what became of them goes out."""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from star57.agent.bulk.cells import NeedsParsing, few_lines
from star57.agent.bulk.portions import PortionReader
from star57.agent.formats.mapped_csv import Header
from star57.agent.formats.reading import FormatOptions
from star57.agent.stores.embedded.adding import written
from star57.agent.stores.embedded.manifest import Segment


@dataclass(frozen=True, slots=True)
class Job:
    """Whole lines of a file, the first of which is `first_line`, counted from 1; segments go into the folder."""

    path: Path
    start: int
    length: int
    first_line: int
    header: Header
    options: FormatOptions
    folder: Path


@dataclass(frozen=True, slots=True)
class Done:
    """`segments` is None where the lines must be read one by one."""

    lines: int
    segments: Sequence[Segment] | None


class Worker:
    """Remembers from job to job what the texts of a file mean."""

    def __init__(self) -> None:
        self._last: tuple[Header, FormatOptions] | None = None
        self._reader: PortionReader

    def do(self, job: Job) -> Done:
        """Raises OSError."""
        if self._last != (job.header, job.options):
            self._last, self._reader = (job.header, job.options), PortionReader(job.header, job.options)
        with job.path.open("rb") as file:
            file.seek(job.start)
            try:
                found = self._reader.read(few_lines(file, job.length), job.path.name, job.first_line)
            except NeedsParsing:
                return Done(0, None)
        return Done(found.lines, [written(job.folder, day, rows, found.shown) for day, rows in found.days.items()])


def serve(jobs: BinaryIO, results: BinaryIO) -> None:
    """Until there are no more jobs. What a job raises is its result."""
    worker = Worker()
    while True:
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        try:
            result: Done | Exception = worker.do(job)
        except Exception as problem:
            result = problem
        pickle.dump(result, results)
        results.flush()


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    serve(sys.stdin.buffer, sys.stdout.buffer)
