"""Server time and number of queries of the portal's pages with 100,000 tracebacks, 500,000 hops and 2,000 organisations on PostgreSQL.

Pages are asked for through Django's own handler, so that what is measured is the server's work without a socket.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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
                  "tag=tag-3", "provider=LAST-{n:x}", "since=2026-11-01&until=2026-11-30"):  # fmt: skip
        yield f"queue: {query}", ANALYST, lambda n, query=query: f"/tracebacks/?{query.format(n=n + 1)}"
    yield "queue: number", ANALYST, lambda n: f"/tracebacks/?number={ids[n][1][1:]}"
    yield "has the queue changed", ANALYST, lambda _n: "/tracebacks/live/?mark=x"
    yield "search: number", ANALYST, lambda n: f"/search/names/?q={ids[n][1][1:8]}"
    yield "search: name", ANALYST, lambda n: f"/search/?q=Last+Mile+Voice+{n}"
    yield "traceback", ANALYST, lambda n: f"/tracebacks/{ids[n][0]}/"
    yield "campaign", ANALYST, lambda n: f"/campaigns/{campaigns[n % len(campaigns)]}/"
    yield "opening form", ANALYST, lambda _n: "/tracebacks/open/"
    yield "carrier's requests", RESPONDER, lambda _n: "/requests/?state=all"


def measure(name: str, client: Client, address: Callable[[int], str], samples: int) -> bool:
    """Ask for the page so many times; whether it keeps what is promised."""
    seconds, busy, queries = [], [], set()
    for number in range(-2, samples):
        began, worked = clock.monotonic(), process_time()
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address(max(number, 0)))
        if response.status_code != 200:
            raise SystemExit(f"{address(max(number, 0))}: {response.status_code}")
        if number >= 0:
            seconds.append(clock.monotonic() - began)
            busy.append(process_time() - worked)
            queries.add(len(asked))
    found, own = spread(seconds), spread(busy)
    counted = f"{min(queries)}" if len(queries) == 1 else f"{min(queries)} to {max(queries)}"
    took = f"p50 {found.median * 1000:4.0f} ms  p95 {found.p95 * 1000:4.0f} ms  longest {found.most * 1000:4.0f} ms"
    say(f"{name:<40} {took}  (own CPU p95 {own.p95 * 1000:4.0f} ms)  {counted} queries")
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
