"""Runs agents in one process, each with its own store, journal and key; stops them cleanly on a signal."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

from star57.agent import files_alone
from star57.agent.configuration import AgentConfiguration
from star57.agent.events import OnEvent, Trouble
from star57.agent.following.beside import follow_beside
from star57.agent.hub_client import HubClient
from star57.agent.journal import Journal
from star57.agent.loop import Agent
from star57.agent.stores import open_store
from star57.interpreter import spare_the_collector


async def run_agents(configurations: Sequence[AgentConfiguration], *, on_event: OnEvent, stop: asyncio.Event) -> None:
    """All of them at once until `stop` is set. One that breaks is told as Trouble and does not end the others; raised at the end."""
    ended = await asyncio.gather(*(_hosted(one, on_event, stop) for one in configurations), return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, BaseException):
            raise outcome


async def run_agent_once(configuration: AgentConfiguration, *, on_event: OnEvent) -> None:
    """Answer what is open, send what is decided, return. Raises HubAway, AlreadyRunning, BadJournal."""
    async with opened_agent(configuration, on_event) as agent:
        await agent.run_once()


@asynccontextmanager
async def opened_agent(configuration: AgentConfiguration, on_event: OnEvent) -> AsyncIterator[Agent]:
    """The agent with its store, journal, lock and connections; all closed at the end."""
    with alone_with(configuration.journal):
        journal = Journal(configuration.journal)
        try:
            store = open_store(configuration.store, configuration.keep_days)
            async with HubClient(configuration.hub, configuration.key) as hub:
                yield Agent(configuration, store, journal, hub, on_event)
        finally:
            journal.close()


async def run_until_signalled(configurations: Sequence[AgentConfiguration], *, on_event: OnEvent) -> None:
    """run_agents, until SIGTERM or SIGINT; answers on the wire are allowed to arrive."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    spare_the_collector()
    try:
        await run_agents(configurations, on_event=on_event, stop=stop)
    finally:
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(sign)


def alone_with(journal: Path) -> AbstractContextManager[None]:
    """Hold the journal's lock: two agents on one journal would send twice as often as needed. Raises AlreadyRunning."""
    return files_alone.alone_with(journal, f"an agent already runs on {journal}: stop it first, or leave the work to it")


def is_running(journal: Path) -> bool:
    """Whether some process runs an agent on this journal."""
    return files_alone.is_taken(journal)


async def _hosted(configuration: AgentConfiguration, on_event: OnEvent, stop: asyncio.Event) -> None:
    try:
        async with opened_agent(configuration, on_event) as agent:
            beside = [asyncio.create_task(_passed_on(stop, agent.stop))]
            if configuration.follow:
                beside.append(asyncio.create_task(follow_beside(configuration, on_event, agent.stop)))
            try:
                await agent.run()
            finally:
                agent.stop.set()
                beside[0].cancel()
                await asyncio.gather(*beside[1:])
    except Exception as problem:
        on_event(Trouble(configuration.name, f"this agent stopped: {problem}"))
        raise


async def _passed_on(one: asyncio.Event, other: asyncio.Event) -> None:
    await one.wait()
    other.set()
