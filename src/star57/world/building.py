"""Builds a world that runs: a fresh hub and one agent per provider, talking HTTP on loopback. Everything ends with the `with`."""

import json
import os
import re
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event

from star57 import clock
from star57.world.agents_process import READY
from star57.world.builtin_world import BUILTIN_WORLD
from star57.world.campaigns import campaign_of
from star57.world.children import Child, running
from star57.world.failing import blaming_a_full_disk
from star57.world.home import Home
from star57.world.hub_door import HubDoor, is_up
from star57.world.personas import CONSORTIUM, Persona
from star57.world.records import import_records
from star57.world.searches import Searches
from star57.world.tables import BadWorld
from star57.world.waiting import until
from star57.world.worldfile import World

CLOCK_OFFSET = "STAR57_CLOCK_OFFSET_S"
MAIL_SETTING = re.compile(r"STAR57_(SMTP|MAIL)_")


@dataclass(frozen=True, slots=True)
class RunningWorld:
    """A hub at `address`, with its agents at work; `home` holds their keys, stores and journals."""

    address: str
    hub: HubDoor
    children: tuple[Child, ...]
    home: Home

    def check(self) -> None:
        """Raise DemoFailed when one of the processes has ended."""
        for child in self.children:
            child.check()


class _Address:
    """Where the hub listens, once its process has told."""

    def __init__(self) -> None:
        self.text = ""

    def take(self, line: str) -> None:
        self.text = f"http://127.0.0.1:{int(line)}"


@contextmanager
def running_world(
    world: World,
    people: Sequence[Persona],
    *,
    starts_at: datetime,
    database_url: str | None,
    port: int | None,
    searches: Searches,
    tell: Callable[[str], None],
    on_progress: Callable[[str, int], None],
    warn: Callable[[str], None],
    prepare: Callable[[Home], None] = lambda _home: None,
) -> Iterator[RunningWorld]:
    """`prepare` may lay something in the home before any record is read. Raises BadWorld (unreadable records, a taken port), DemoFailed."""
    check_port(port)
    with ExitStack() as stack:
        home = Home(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="star57-demo-", ignore_cleanup_errors=True))))
        stack.enter_context(blaming_a_full_disk(home.folder))
        home.plan.write_text(json.dumps([asdict(person) for person in people]), encoding="utf-8")
        environment = _environment(home, starts_at, database_url)
        address, ready, file = _Address(), Event(), str(world.file.absolute())
        tell("starting a hub")

        def on_line(line: str) -> None:
            if line.strip() == READY:
                ready.set()
            searches.take(line)

        hub = stack.enter_context(_hub([file, str(home.folder), str(port or 0)], home, environment, address))
        agents = stack.enter_context(_agents([file, str(home.folder)], home, environment, on_line))
        prepare(home)
        count = import_records(world, home, on_progress=on_progress, warn=warn)
        tell(f"{count} call records read, {len(world.providers)} carriers; waiting for the hub")
        key = _await_hub(address, home, hub)
        agents.tell(address.text)
        until(ready.is_set, hub, agents)
        door = stack.enter_context(closing(HubDoor(address.text, key, partial(campaign_of, is_builtin=world.file == BUILTIN_WORLD))))
        yield RunningWorld(address.text, door, (hub, agents), home)


def _hub(arguments: list[str], home: Home, environment: dict[str, str], address: _Address) -> AbstractContextManager[Child]:
    return running("the hub", "star57.world.hub_process", arguments, environment=environment, log=home.hub_log, on_line=address.take)


def _agents(arguments: list[str], home: Home, environment: dict[str, str], on_line: Callable[[str], None]) -> AbstractContextManager[Child]:
    """Started early, for it takes a while to load; it waits for the hub's address."""
    on_its_clock = {CLOCK_OFFSET: environment[CLOCK_OFFSET]}
    return running(
        "the agents' process",
        "star57.world.agents_process",
        arguments,
        environment=on_its_clock,
        log=home.agents_log,
        on_line=on_line,
    )


def check_port(port: int | None) -> None:
    """Raises BadWorld when nobody can listen there."""
    if port is None:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as problem:
            raise BadWorld(f"--port: {port} cannot be used ({problem}): choose another, or leave it out") from problem


def _environment(home: Home, starts_at: datetime, database_url: str | None) -> dict[str, str]:
    real_now = clock.now() - clock.OFFSET
    mail = {name: value for name, value in os.environ.items() if MAIL_SETTING.match(name)}
    return {
        **mail,
        "STAR57_DEMO": "on",
        CLOCK_OFFSET: f"{(starts_at - real_now).total_seconds():.6f}",
        "STAR57_EVIDENCE_DIR": str(home.evidence),
        "STAR57_DATABASE_URL": database_url or f"sqlite:///{home.database}",
        "STAR57_SECRET_KEY": secrets.token_urlsafe(48),
    }


def _await_hub(address: _Address, home: Home, child: Child) -> str:
    """The consortium's key, once the hub answers."""
    until(lambda: bool(address.text) and is_up(address.text), child)
    return str(json.loads(home.keys.read_text())[CONSORTIUM])
