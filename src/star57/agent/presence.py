"""Says every few minutes how this agent is, for its own carrier's page. Nothing waits for it, and its failure is nobody's trouble."""

import asyncio
import sqlite3
from importlib.metadata import version

from star57.agent.hub_client import AnswerRefused, HubAway, HubClient, RequestGone
from star57.agent.journal import Journal
from star57.agent.pauses import pause, unless_stopped
from star57.agent.stores.contract import CdrStore
from star57.wire.messages import AgentState
from star57.wire.values import WIRE_VERSION

FIRST_AFTER_S = 5.0  # answers that are due go first
EVERY_S = 300.0


async def keep_telling(hub: HubClient, store: CdrStore, journal: Journal, stop: asyncio.Event) -> None:
    """Until `stop` is set, or the hub says that it takes no such report."""
    await pause(stop, FIRST_AFTER_S)
    while not stop.is_set():
        try:
            await unless_stopped(stop, hub.report(await asyncio.to_thread(state_of, store, journal)))
        except (AnswerRefused, RequestGone):
            return
        except (HubAway, OSError, RuntimeError, sqlite3.Error):
            pass  # the poll beside this tells of a hub that is away, and the desk of a store that cannot be read
        await pause(stop, EVERY_S)


def state_of(store: CdrStore, journal: Journal) -> AgentState:
    """What is said: counts and bounds, no call."""
    health = store.health()
    return AgentState(
        version=WIRE_VERSION,
        agent_version=version("star57"),
        records=health.records,
        first_started_at=health.first_started_at,
        last_started_at=health.last_started_at,
        waiting=len(journal.waiting()),
    )
