"""The demo's second child process: one agent per provider of the world, each with its own store, journal and key."""

import asyncio
import json
import sys
from pathlib import Path

import httpx

import star57.agent.stores.embedded.store  # noqa: F401  numpy takes a while to load: now, and not when the first call waits
from star57 import clock
from star57.agent.configuration import AgentConfiguration
from star57.agent.events import Event
from star57.agent.host import run_until_signalled
from star57.agent.journal import Journal
from star57.agent.policy import Mode, Policy, ReleaseRule
from star57.wire.answers import ActionTaken
from star57.world.home import Home
from star57.world.lifeline import end_with_parent
from star57.world.searches import line_of
from star57.world.worldfile import World, WorldProvider, read_world

READY = "ready"
# In a world everybody agreed to: customers' names may leave by themselves. A real carrier writes its own rules.
_EVERY_CUSTOMER = ReleaseRule(("*",), ActionTaken.NONE)


def configurations(world: World, home: Home, hub: str, keys: dict[str, str]) -> list[AgentConfiguration]:
    """One for each provider that has an agent."""
    names = {provider.id: provider.name for provider in world.providers}
    return [
        _configuration(provider, number, home, hub, keys[provider.id], names)
        for number, provider in enumerate(world.providers)
        if provider.agent != "none"
    ]


def _configuration(provider: WorldProvider, number: int, home: Home, hub: str, key: str, names: dict[str, str]) -> AgentConfiguration:
    mode = Mode.REVIEW if provider.agent == "review" else Mode.AUTO
    formats = dict.fromkeys([*(one.format for one in provider.records), *(one.format for one in provider.follow)])
    systems = tuple(f"{name} records" for name in formats) or ("no call records",)
    return AgentConfiguration(
        name=provider.id,
        hub=hub,
        key=key,
        providers=(provider.id,),
        store=f"folder:{home.store(number)}",
        journal=home.journal(number),
        time_zone=provider.time_zone or "UTC",
        policy=Policy(mode, (_EVERY_CUSTOMER,), frozenset({provider.id}), names, systems),
        trunks=provider.trunks,
        follow=provider.follow,
        positions=home.positions(number),
    )


def _lay_journals(world: World, home: Home) -> None:
    """Now, while the hub is still starting."""
    for number, provider in enumerate(world.providers):
        if provider.agent != "none":
            Journal(home.journal(number)).close()


def _tell(event: Event) -> None:
    line = line_of(event, clock.now())
    if line is None:
        print(f"{event.agent}: {event}", file=sys.stderr, flush=True)  # noqa: T201  the demo keeps it as a log
    else:
        print(line, flush=True)  # noqa: T201  the demo reads these lines


def main(world_file: str, folder: str) -> None:
    """Wait for a line on stdin, the hub's address; then run until the parent ends or asks.

    Prints READY when the agents are about to ask, then a line of JSON for each search.
    """
    home, world = Home(Path(folder)), read_world(Path(world_file))
    _lay_journals(world, home)
    hub = sys.stdin.readline().strip()
    if not hub:
        return
    end_with_parent()
    keys = json.loads(home.keys.read_text())
    found = configurations(world, home, hub, keys)
    for one in found[:1]:  # the hub's first answer takes longest; no call should pay for it
        httpx.get(f"{hub}/api/v1/requests", headers={"Authorization": f"Bearer {one.key}"}, timeout=60, trust_env=False)
    print(READY, flush=True)  # noqa: T201
    asyncio.run(run_until_signalled(found, on_event=_tell))


if __name__ == "__main__":
    main(*sys.argv[1:])
