"""What the benchmarks measure with: percentiles, CPU seconds of processes, one way to run a generated world."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.databases import BenchDatabase
from bench.worlds import START, BenchCall, generate
from star57 import clock
from star57.world.building import RunningWorld, running_world
from star57.world.callsfile import Call, RawCall
from star57.world.fresh_database import fresh_database
from star57.world.home import Home
from star57.world.searches import Searches
from star57.world.starting import starts_at
from star57.world.worldfile import read_world

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: median, 95th percentile, maximum."""

    median: float
    p95: float
    most: float


def spread(seconds: Sequence[float]) -> Spread:
    """The figures worth printing."""
    ordered = sorted(seconds)
    return Spread(statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], ordered[-1])


def cpu_seconds(pids: Sequence[int]) -> float:
    """User and system time of these processes and all their threads so far; a process that has ended counts nothing."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def postgres_pids() -> list[int]:
    """Every PostgreSQL server process on this machine."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if (folder / "comm").read_text(encoding="utf-8").startswith("postgres"):
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


def as_call(call: BenchCall, line: int) -> Call:
    """A call as the demo's door takes it."""
    terminating = f"P{call.route[-1]}"
    return Call(line, call.called, call.calling, call.at, terminating, 2.0, RawCall(call.called, call.calling, "", terminating))


@contextmanager
def bench_world(
    database: BenchDatabase,
    *,
    providers: int,
    hops: Sequence[int],
    agents: str = "auto",
    start: datetime = START,
    prepare: Callable[[Home], None] = lambda _home: None,
) -> Iterator[tuple[RunningWorld, list[BenchCall]]]:
    """A generated world with hub and agents at work, and a call through so many providers for each of `hops`."""
    if database.url:
        fresh_database(database.url)
    with tempfile.TemporaryDirectory(prefix="star57-bench-") as folder:
        made = generate(Path(folder), providers=providers, hops=hops, agents=agents, start=start)
        world = read_world(Path(folder) / "WORLD.toml")
        starting = starts_at(world.now, [as_call(call, 0) for call in made], real_now=clock.now())
        with running_world(
            world,
            (),
            starts_at=starting,
            database_url=database.url,
            port=None,
            searches=Searches(),
            tell=lambda _words: None,
            on_progress=lambda _who, _count: None,
            warn=say,
            prepare=prepare,
        ) as running:
            yield running, made


def say(words: str) -> None:
    """One line of the report."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
