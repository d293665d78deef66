"""A demo from beginning to end: read, check, build, trace every call, write the result."""

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from star57 import clock
from star57.world.building import running_world
from star57.world.callsfile import Call, read_calls
from star57.world.failing import DemoFailed
from star57.world.following import Follower
from star57.world.fresh_database import fresh_database
from star57.world.live_narrator import LiveNarrator
from star57.world.narrator import Narrator
from star57.world.personas import Persona, personas
from star57.world.plain_narrator import PlainNarrator
from star57.world.resting import Knowledge
from star57.world.results import CallResult, as_json
from star57.world.searches import Searches
from star57.world.starting import starts_at
from star57.world.tables import BadWorld
from star57.world.worldfile import World, read_world


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """What is asked for. json_file None: no result is written; port None: any free one."""

    world_file: Path
    calls_file: Path
    json_file: Path | None
    database_url: str | None
    port: int | None


@dataclass(frozen=True, slots=True)
class OpenPortal:
    """The portal after the last call came to rest: `announce` tells where it is; `check` raises DemoFailed when it has ended."""

    announce: Callable[[], None]
    check: Callable[[], None]


def run_demo(order: DemoOrder, *, afterwards: Callable[[OpenPortal], None]) -> list[CallResult]:
    """Every call followed to rest, and the result written. `afterwards` is called while the portal is still open; it may take its time.

    Raises BadWorld before anything starts, DemoFailed after.
    """
    world = read_world(order.world_file)
    calls = read_calls(order.calls_file, providers=world.ids)
    if order.json_file is not None:
        check_writable(order.json_file)
    if order.database_url is not None:
        fresh_database(order.database_url)
    searches = Searches()
    knowledge = Knowledge(frozenset(each.id for each in world.providers if each.agent == "none"), searches.of)
    with narration(knowledge, len(calls)) as narrator:
        return _traced(order, world, calls, searches, knowledge, narrator, afterwards)


def _traced(
    order: DemoOrder,
    world: World,
    calls: tuple[Call, ...],
    searches: Searches,
    knowledge: Knowledge,
    narrator: Narrator,
    afterwards: Callable[[OpenPortal], None],
) -> list[CallResult]:
    people: tuple[Persona, ...] = personas(world, calls, password=secrets.token_urlsafe(12))
    start = starts_at(world.now, calls, real_now=clock.now())
    with running_world(
        world,
        people,
        starts_at=start,
        database_url=order.database_url,
        port=order.port,
        searches=searches,
        tell=narrator.prepares,
        on_progress=narrator.reads,
        warn=narrator.warns,
    ) as running:
        results = Follower(running.hub, knowledge, narrator, running.check).follow(calls)
        if order.json_file is not None:
            write_result(order.json_file, as_json(results))
        narrator.ends(results)
        afterwards(OpenPortal(lambda: narrator.portal(running.address, people), running.check))
    return results


@contextmanager
def narration(knowledge: Knowledge, calls: int) -> Iterator[Narrator]:
    """A live one where standard output is a terminal, plain lines where it is not."""
    console = Console(highlight=False, emoji=False)
    if not console.is_terminal:
        yield PlainNarrator(sys.stdout, knowledge, calls)
        return
    narrator = LiveNarrator(console, knowledge, calls)
    try:
        yield narrator
    finally:
        narrator.close()


def check_writable(file: Path) -> None:
    """Raises BadWorld when the result could not be written there."""
    try:
        if file.exists() and not file.is_file():
            if file.is_dir():
                raise BadWorld(f"--json: {file} is a folder: name a file")
            return
        with tempfile.NamedTemporaryFile(dir=file.absolute().parent, prefix=".star57-"):
            pass
    except OSError as problem:
        raise BadWorld(f"--json: {file} cannot be written: {problem.strerror}") from problem


def write_result(file: Path, text: str) -> None:
    """All of it or nothing. Raises DemoFailed."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if file.exists() and not file.is_file():
            file.write_text(text, encoding="utf-8")
            return
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as problem:
        with suppress(OSError):
            part.unlink()
        raise DemoFailed(f"--json: {file} cannot be written: {problem.strerror}: make room or name another file") from problem
