"""Server time and number of queries of the portal's pages with 100,000 tracebacks, 500,000 hops and 2,000 organisations on PostgreSQL.

Pages are asked for through Django's own handler, so that what is measured is the server's work without a socket.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.databases import databases
from bench.measuring import say, spread
from bench.portal_copies import multiply
from bench.portal_pattern import ANALYST, RESPONDER, make_pattern
from star57 import clock
from star57.hub.domain.work import WorkKind
from star57.hub.records.models import Campaign, Person, Traceback
from tests.databases import connected, create_database

PATTERN = 10
PROMISED_S = 0.2


def addresses(samples: int) -> Iterator[tuple[str, str, Callable[[int], str]]]:
    """(name, whose eyes, the n-th address to ask for)."""
    ids = list(Traceback.objects.order_by("-pk").values_list("public_id", "called_number")[: 40 * samples : 40])
    campaigns = list(Campaign.objects.order_by("-pk").values_list("public_id", flat=True)[:samples])
    yield "queue", ANALYST, lambda _n: "/tracebacks/"
    for kind in WorkKind:
        yield f"queue: {kind.value}", ANALYST, lambda _n, kind=kind: f"/tracebacks/?kind={kind.value}"
    for query in ("assigned=me", "assigned=nobody", "outcome=originator_identified", "status=open&sort=newest", "due=passed&sort=due",
                  "tag=tag-3", "provider=TERM", "provider=LAST-{n:x}", "since=2026-10-25&until=2026-10-26",
                  "since=2026-11-01&until=2026-11-30"):  # fmt: skip
        yield f"queue: {query}", ANALYST, lambda n, query=query: f"/tracebacks/?{query.format(n=n + 1)}"
    yield "queue: number", ANALYST, lambda n: f"/tracebacks/?number={ids[n][1][1:]}"
    yield "has the queue changed", ANALYST, lambda _n: "/tracebacks/live/?mark=x"
    yield "search: number", ANALYST, lambda n: f"/search/names/?q={ids[n][1][1:8]}"
    yield "search: name", ANALYST, lambda n: f"/search/?q=Last+Mile+Voice+{n}"
    yield "traceback", ANALYST, lambda n: f"/tracebacks/{ids[n][0]}/"
    yield "campaign", ANALYST, lambda n: f"/campaigns/{campaigns[n % len(campaigns)]}/"
    yield "opening form", ANALYST, lambda _n: "/tracebacks/open/"
    yield "carrier's home", RESPONDER, lambda _n: "/home/"
    for state in ("open", "answered", "all"):
        yield f"carrier's requests: {state}", RESPONDER, lambda _n, state=state: f"/requests/?state={state}"


@dataclass(slots=True)
class Asked:
    """What one page asks of the database: how often, and how long it waits for it. Django's own log ends at 9,000 statements."""

    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Run one statement; Django calls this around each."""
        began = clock.monotonic()
        try:
            return execute(*statement)
        finally:
            self.queries += 1
            self.seconds += clock.monotonic() - began


def measure(name: str, client: Client, address: Callable[[int], str], samples: int) -> bool:
    """Ask for the page so many times; whether it keeps what is promised."""
    seconds, busy, waited, queries = [], [], [], set()
    for number in range(-2, samples):
        asked, began, worked = Asked(), clock.monotonic(), process_time()
        with connection.execute_wrapper(asked):
            response = client.get(address(max(number, 0)))
        took = clock.monotonic() - began
        if response.status_code != 200:
            raise SystemExit(f"{address(max(number, 0))}: {response.status_code}")
        if number >= 0:
            seconds.append(took)
            busy.append(process_time() - worked)
            waited.append(asked.seconds)
            queries.add(asked.queries)
    found = spread(seconds)
    own, database = (f"{spread(each).p95 * 1000:4.0f} ms" for each in (busy, waited))
    counted = f"{min(queries)}" if len(queries) == 1 else f"{min(queries)} to {max(queries)}"
    took_words = f"p50 {found.median * 1000:4.0f} ms  p95 {found.p95 * 1000:4.0f} ms  longest {found.most * 1000:4.0f} ms"
    say(f"{name:<40} {took_words}  (p95: own CPU {own}, database {database})  {counted} queries")
    return found.p95 <= PROMISED_S


def main() -> None:
    """Build, measure, one line a page; exit 1 when a page takes longer than promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tracebacks", type=int, default=100_000)
    parser.add_argument("--samples", type=int, default=40)
    options, _others = parser.parse_known_args()
    with databases(["postgresql"]) as found:
        for database in found:
            url = create_database((database.url or "").replace("/star57_bench", "/postgres"), "star57_portal")
            with connected(url):
                call_command("migrate", verbosity=0)
                stage = make_pattern()
                clock.now = lambda now=stage.now: now
                connection.close()
                began = clock.monotonic()
                counts = multiply(url, options.tracebacks // PATTERN - 1)
                say(f"built in {clock.monotonic() - began:.0f} s: " + ", ".join(f"{table[8:]} {count}" for table, count in counts.items()))
                kept = [measure(name, _client(who), address, options.samples) for name, who, address in addresses(options.samples)]
    if not all(kept):
        raise SystemExit(f"{kept.count(False)} pages took longer than {PROMISED_S * 1000:.0f} ms in the 95th percentile")


def _client(who: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(email=who))
    return client


if __name__ == "__main__":
    main()
