"""Processes that turn portions of files into segments, as many as there are cores; started when first needed, ended together.

They are programs of their own and no copies: whoever imports may have threads, and its modules are not read again for each of them.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

from star57.agent.bulk.worker import Done, Job
from star57.agent.stores.files import StoreProblem

WORKERS = max(1, min(4, os.cpu_count() or 1))
_END_S = 30.0
# No threads that nothing here uses, and memory that is kept for the next portion (where the C library is GNU).
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "268435456"}
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from star57.agent.bulk.worker import main; main()"


class Workers:
    """Jobs are done in turn, each worker's in the order given."""

    def __init__(self) -> None:
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def give(self, number: int, job: Job) -> None:
        """To the worker of this number."""
        if number not in self._running:
            environment = {**os.environ, **_ENVIRONMENT}
            command = [sys.executable, "-c", _PROGRAM, *(path or os.getcwd() for path in sys.path)]
            self._running[number] = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        pipe = self._running[number].stdin
        if pipe is not None:
            with suppress(BrokenPipeError):  # result() tells
                pickle.dump(job, pipe)
                pipe.flush()

    def result(self, number: int) -> Done:
        """Of its oldest job. Raises what the job raised."""
        process = self._running[number]
        try:
            result = pickle.load(process.stdout)  # type: ignore[arg-type]
        except (EOFError, pickle.UnpicklingError):
            code = process.wait(_END_S)
            raise StoreProblem(
                f"a process that read a part of a file ended by itself (exit code {code}): import again, what is kept is known"
            ) from None
        if isinstance(result, Exception):
            raise result
        done: Done = result
        return done

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        for process in self._running.values():
            if kind is not None:
                process.kill()
            with suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]
        for process in self._running.values():
            try:
                process.wait(_END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()  # type: ignore[union-attr]
        self._running.clear()
