"""The databases a benchmark runs the hub on: SQLite always, PostgreSQL (durable, as in production) when its programs are found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests import postgres


@dataclass(frozen=True, slots=True)
class BenchDatabase:
    """A database by name; url None is a fresh SQLite file."""

    name: str
    url: str | None


@contextmanager
def databases(wanted: list[str]) -> Iterator[list[BenchDatabase]]:
    """Those of the wanted databases that can run here; says which cannot."""
    found = [BenchDatabase("SQLite", None)] if "sqlite" in wanted else []
    programs = postgres.find_programs() if "postgresql" in wanted else None
    if programs is None:
        if "postgresql" in wanted:
            sys.stdout.write("PostgreSQL is not installed: left out.\n")
        yield found
        return
    postgres.SETTINGS.update(fsync="on", full_page_writes="on", synchronous_commit="on")
    with postgres.fresh_server(programs) as server:
        yield [*found, BenchDatabase("PostgreSQL", server.url("star57_bench"))]
