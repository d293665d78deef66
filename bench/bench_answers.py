"""CPU-milliseconds of hub and database for one prepared answer from one load client, beside a bare insert in the same run."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx
import psycopg

from bench.databases import BenchDatabase, databases
from bench.measuring import as_call, bench_world, cpu_seconds, postgres_pids, say
from star57 import clock
from star57.world.building import RunningWorld

WARM_UP = 20


def prepared(hub: httpx.Client, limit: int) -> list[tuple[str, bytes]]:
    """The path and body of an answer to every open request of one provider."""
    requests = hub.get("/api/v1/requests", params={"state": "open", "limit": limit}).json()["requests"]
    answer = {"kind": "own_customer", "customer": {"name": "Bench Dialer", "kind": "caller"}, "action_taken": "warned"}
    body = json.dumps({"version": "1", "facts_version": 1, "answer": answer, "made_by": "agent"}).encode()
    return [(f"/api/v1/requests/{each['id']}/response", body) for each in requests]


def answers(database: BenchDatabase, running: RunningWorld, count: int) -> float:
    """CPU seconds an answer."""
    key = json.loads(running.home.keys.read_text())["P0"]
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with httpx.Client(base_url=running.address, headers=headers, timeout=60, trust_env=False) as hub:
        work = prepared(hub, count + WARM_UP)
        hub_pids, others = [running.children[0].pid], postgres_pids() if database.url else []
        before, began = (0.0, 0.0), 0.0
        for number, (path, body) in enumerate(work):
            if number == WARM_UP:
                before, began = (cpu_seconds(hub_pids), cpu_seconds(others)), clock.monotonic()
            reply = hub.post(path, content=body, headers={"Idempotency-Key": f"bench-{number}"})
            if reply.status_code != 201:
                raise SystemExit(f"{path}: {reply.status_code} {reply.text}")
        in_hub, in_database = cpu_seconds(hub_pids) - before[0], cpu_seconds(others) - before[1]
        spent, took = in_hub + in_database, clock.monotonic() - began
    say(
        f"{database.name:<11} {count} prepared answers, one client: {spent / count * 1000:.1f} CPU-ms an answer "
        f"(hub {in_hub / count * 1000:.1f}, database {in_database / count * 1000:.1f}), "
        f"{took / count * 1000:.1f} ms from sending to receipt"
    )
    return spent / count


def bare_insert(database: BenchDatabase, count: int) -> float:
    """CPU seconds of one durable one-row transaction, without any hub."""
    insert = "INSERT INTO bare (body) VALUES ({})"
    if database.url:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE bare (id serial PRIMARY KEY, body text)")
            return _timed(lambda: connection.execute(insert.format("%s"), ["x" * 500]), count, [*postgres_pids(), _own_pid()])
    with tempfile.TemporaryDirectory(prefix="star57-bench-") as folder:
        plain = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        plain.execute("CREATE TABLE bare (id integer PRIMARY KEY, body text)")
        return _timed(lambda: plain.execute(insert.format("?"), ["x" * 500]), count, [_own_pid()])


def _own_pid() -> int:
    return int(Path("/proc/self").resolve().name)


def _timed(act: Callable[[], object], count: int, pids: list[int]) -> float:
    before = cpu_seconds(pids)
    for _ in range(count):
        act()
    return (cpu_seconds(pids) - before) / count


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    options, _others = parser.parse_known_args()
    with databases(options.databases) as found:
        for database in found:
            calls = options.answers + WARM_UP
            with bench_world(database, providers=1, hops=[1] * calls, agents="none") as (running, made):
                running.hub.open([as_call(call, number) for number, call in enumerate(made)])
                spent = answers(database, running, options.answers)
            bare = bare_insert(database, 2000)
            say(f"{database.name:<11} a bare insert of one row: {bare * 1000:.2f} CPU-ms; an answer costs {spent / bare:.0f} of them")


if __name__ == "__main__":
    main()
