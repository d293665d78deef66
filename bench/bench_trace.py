"""Time from opening to outcome of four-hop tracebacks, and answers a second with sixteen agents, over real HTTP.

Each agent has its own store of call records; the hub runs on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import json

import httpx

from bench.databases import BenchDatabase, databases
from bench.measuring import as_call, bench_world, cpu_seconds, postgres_pids, say, spread
from star57 import clock
from star57.world.building import RunningWorld
from star57.world.personas import CONSORTIUM

HOPS = 4
WARM_UP = 10


def consortium(running: RunningWorld) -> httpx.Client:
    """The API as the consortium's own program sees it."""
    key = json.loads(running.home.keys.read_text())[CONSORTIUM]
    return httpx.Client(base_url=running.address, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False)


def one_by_one(database: BenchDatabase, count: int) -> None:
    """Open a traceback, wait until it rests, open the next."""
    with bench_world(database, providers=HOPS, hops=HOPS, calls=count + WARM_UP) as (running, calls), consortium(running) as hub:
        seconds = []
        for number, call in enumerate(calls):
            began = clock.monotonic()
            opened = running.hub.open([as_call(call, number)])[0]
            found = hub.get(f"/api/v1/tracebacks/{opened}", params={"wait": 30, "until": "rest"}).json()
            seconds.append(clock.monotonic() - began)
            if found["outcome"] != "originator_identified" or len(found["hops"]) != HOPS:
                raise SystemExit(f"{opened} came out as {found['outcome']} after {len(found['hops'])} hops")
        figures = spread(seconds[WARM_UP:])
    say(
        f"{database.name:<11} opening to outcome, {HOPS} hops, {count} one after another: "
        f"median {figures.median * 1000:.0f} ms, p95 {figures.p95 * 1000:.0f} ms, longest {figures.most * 1000:.0f} ms"
    )


def sustained(database: BenchDatabase, count: int) -> None:
    """Open many at once and let sixteen agents work them off."""
    with bench_world(database, providers=16, hops=HOPS, calls=count) as (running, calls), consortium(running) as hub:
        pids = [running.children[0].pid, *(postgres_pids() if database.url else ())]
        before, began = cpu_seconds(pids), clock.monotonic()
        opened = running.hub.open([as_call(call, number) for number, call in enumerate(calls)])
        for each in opened:
            found = hub.get(f"/api/v1/tracebacks/{each}", params={"wait": 60, "until": "rest"}).json()
            if found["outcome"] != "originator_identified":
                raise SystemExit(f"{each} came out as {found['outcome']}")
        took, spent = clock.monotonic() - began, cpu_seconds(pids) - before
    answers = count * HOPS
    say(
        f"{database.name:<11} 16 agents, {count} tracebacks opened at once: {answers / took:.0f} answers/s, "
        f"{spent / answers * 1000:.1f} CPU-ms of hub and database an answer, everything included"
    )


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, default=100, help="tracebacks one after another")
    parser.add_argument("--stream", type=int, default=200, help="tracebacks opened at once")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options, _others = parser.parse_known_args()
    with databases(options.databases) as found:
        for database in found:
            one_by_one(database, options.traces)
            sustained(database, options.stream)


if __name__ == "__main__":
    main()
