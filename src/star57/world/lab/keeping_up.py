"""Whether every agent has read what its switch wrote until some instant. Reads the agents' own positions."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from star57.world.home import Home
from star57.world.worldfile import World


def have_read_until(world: World, home: Home, instant: datetime) -> Callable[[], bool]:
    """Each source of each provider was read to its end after the instant."""
    sources = [(home.positions(number), table.name) for number, one in enumerate(world.providers) for table in one.follow]

    def is_so() -> bool:
        while sources:
            path, name = sources[-1]
            if not _was_read(path, name, instant):
                return False
            sources.pop()
        return True

    return is_so


def _was_read(positions: Path, name: str, instant: datetime) -> bool:
    """Only reads, and so never stands in the follower's way."""
    try:
        with closing(sqlite3.connect(f"{positions.as_uri()}?mode=ro", uri=True)) as database:
            row = database.execute("SELECT caught_up_at FROM source WHERE name = ?", (name,)).fetchone()
    except sqlite3.Error:  # not there yet, or its first lines are being written
        return False
    return row is not None and row[0] is not None and datetime.fromisoformat(row[0]) > instant
