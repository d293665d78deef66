"""Time from opening to outcome of tracebacks of several hops, and answers a second with sixteen agents, over real HTTP.

Each agent has its own store of call records; with --records, so many others lie in every store beside them (the files are shared).
The hub runs on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import json

import httpx

from bench import store_records
from bench.databases import BenchDatabase, databases
from bench.measuring import as_call, bench_world, cpu_seconds, postgres_pids, say, spread
from bench.store_loading import loading
from bench.worlds import START, BenchCall
from star57 import clock
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.world.building import RunningWorld
from star57.world.home import Home
from star57.world.personas import CONSORTIUM

STREAM_HOPS = 4
WARM_UP = 10
DAYS_OF_100M = 30.0
IN_THE_MIDST = timedelta(hours=6)  # of the other records the traced calls begin
CAMPAIGN = {"name": "Bench campaign", "why_suspicious": "It is measured."}


def consortium(running: RunningWorld) -> httpx.Client:
    """The API as the consortium's own program sees it."""
    key = json.loads(running.home.keys.read_text())[CONSORTIUM]
    return httpx.Client(base_url=running.address, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False)


def traced(hub: httpx.Client, call: BenchCall) -> float:
    """Open a traceback and wait until it rests; how many seconds that took."""
    asked = {"called_number": call.called, "calling_number": call.calling, "call_at": call.at.isoformat(), "uncertainty_s": 2.0}
    began = clock.monotonic()
    opened = hub.post("/api/v1/tracebacks", json={**asked, "terminating": f"P{call.route[-1]}", "campaign": CAMPAIGN}).json()
    found = hub.get(f"/api/v1/tracebacks/{opened['id']}", params={"wait": 30, "until": "rest"}).json()
    took = clock.monotonic() - began
    if found["outcome"] != "originator_identified" or len(found["hops"]) != len(call.route):
        raise SystemExit(f"{opened} came out as {found['outcome']} after {len(found['hops'])} hops")
    return took


def one_by_one(database: BenchDatabase, hops: Sequence[int], count: int, others: Path | None) -> None:
    """Open a traceback, wait until it rests, open the next."""
    lengths = [*[max(hops)] * WARM_UP, *(each for each in hops for _ in range(count))]
    start = store_records.BEGIN + IN_THE_MIDST if others else START
    world = bench_world(database, providers=max(hops), hops=lengths, start=start, prepare=lambda home: lay(others, home, max(hops)))
    with world as (running, calls), consortium(running) as hub:
        for call in calls[:WARM_UP]:
            traced(hub, call)
        for each in hops:
            figures = spread([traced(hub, call) for call in calls[WARM_UP:] if len(call.route) == each])
            say(
                f"{database.name:<11} opening to outcome, {each} hops, {count} one after another: "
                f"median {figures.median * 1000:.0f} ms, p95 {figures.p95 * 1000:.0f} ms, longest {figures.most * 1000:.0f} ms"
            )


def sustained(database: BenchDatabase, count: int, others: Path | None) -> None:
    """Open many at once and let sixteen agents work them off."""
    start = store_records.BEGIN + IN_THE_MIDST if others else START
    world = bench_world(database, providers=16, hops=[STREAM_HOPS] * count, start=start, prepare=lambda home: lay(others, home, 16))
    with world as (running, calls), consortium(running) as hub:
        pids = [running.children[0].pid, *(postgres_pids() if database.url else ())]
        before, began = cpu_seconds(pids), clock.monotonic()
        opened = running.hub.open([as_call(call, number) for number, call in enumerate(calls)])
        for each in opened:
            found = hub.get(f"/api/v1/tracebacks/{each}", params={"wait": 60, "until": "rest"}).json()
            if found["outcome"] != "originator_identified":
                raise SystemExit(f"{each} came out as {found['outcome']}")
        took, spent = clock.monotonic() - began, cpu_seconds(pids) - before
    answers = count * STREAM_HOPS
    say(
        f"{database.name:<11} 16 agents, {count} tracebacks opened at once: {answers / took:.0f} answers/s, "
        f"{spent / answers * 1000:.1f} CPU-ms of hub and database an answer, everything included"
    )


@contextmanager
def other_records(count: int) -> Iterator[Path | None]:
    """A store of so many records, and what each costs a carrier; None for none."""
    if not count:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="star57-bench-") as name:
        csv, folder = Path(name, "csv"), Path(name, "store")
        csv.mkdir()
        parts = max(1, count // 20_000_000)
        files, _ = store_records.write(csv, [count // parts] * parts, DAYS_OF_100M * count / 100_000_000, seed=57, asked=1)
        *_, whole = loading(folder, files)
        shutil.rmtree(csv)
        size = EmbeddedStore(folder).health().size_bytes
        cost = f"{whole.cpu_s / count * 1e6:.1f} CPU-µs and {size / count:.0f} bytes"
        say(f"{count:,} other records in every store: each call carried cost {cost}")
        yield folder


def lay(others: Path | None, home: Home, providers: int) -> None:
    """The others' files into each provider's store, by links: segments are never changed, and what names them is replaced as a whole."""
    for number in range(providers if others else 0):
        shutil.copytree(str(others), home.store(number), copy_function=os.link, ignore=shutil.ignore_patterns("lock", "complete.json"))


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=100, help="tracebacks of each length, one after another")
    parser.add_argument("--hops", type=int, nargs="+", default=[4], help="lengths")
    parser.add_argument("--records", type=int, default=0, help="other records in every agent's store")
    parser.add_argument("--stream", type=int, default=200, help="tracebacks opened at once")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options, _others = parser.parse_known_args()
    with other_records(options.records) as others, databases(options.databases) as found:
        for database in found:
            one_by_one(database, options.hops, options.traces, others)
            sustained(database, options.stream, others)


if __name__ == "__main__":
    main()
