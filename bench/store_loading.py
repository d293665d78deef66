"""Loads CSV files into a store in a process of its own, by the way of `star57 agent import`, and says what each file took.

python bench/store_loading.py FOLDER FILE… prints a line of JSON for each file, and goes on when it reads a line.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from star57 import clock
from star57.agent.formats import FormatOptions
from star57.agent.importing import Progress, import_files
from star57.agent.stores.embedded.store import EmbeddedStore


@dataclass(frozen=True, slots=True)
class Step:
    """So far: records, seconds, processor seconds (of ended workers only at the end), and the most memory taken, in MB."""

    rows: int
    seconds: float
    cpu_s: float
    memory_mb: float
    workers_mb: float


def loading(folder: Path, files: Sequence[Path]) -> Iterator[Step]:
    """A step for each file, and one at the end; what is done between them is not measured."""
    command = [sys.executable, __file__, str(folder), *map(str, files)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            yield Step(**json.loads(line))
            with suppress(BrokenPipeError):
                process.stdin.write("\n")  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
    if process.returncode:
        raise SystemExit(f"{command[1]} ended with {process.returncode}")


def peak_mb() -> float:
    """Of this process. (Its rusage would begin with what the one had taken that started it.)"""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    folder, *files = map(Path, sys.argv[1:])
    began, waited, cpu = clock.monotonic(), 0.0, sum(os.times()[:4])

    def report(rows: int) -> None:
        nonlocal waited
        now, children = clock.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        sys.stdout.write(json.dumps(asdict(Step(rows, now - began - waited, sum(os.times()[:4]) - cpu, peak_mb(), children))) + "\n")
        sys.stdout.flush()
        sys.stdin.readline()
        waited += clock.monotonic() - now

    ends = {path: sum(file.stat().st_size for file in files[: at + 1]) for at, path in enumerate(files)}
    told = set[Path]()

    def on_progress(now: Progress) -> None:
        if now.bytes_read == ends[now.path] and now.path not in told:
            told.add(now.path)
            report(now.rows)

    found = import_files(EmbeddedStore(folder), "csv", files, FormatOptions(), on_progress=on_progress)
    report(found.new)


if __name__ == "__main__":
    main()
