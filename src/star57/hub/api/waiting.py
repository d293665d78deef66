"""Long polls: coroutines wait for a topic; a change in this process or a NOTIFY from another wakes them. No thread is held."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

import psycopg
from django.db import connection

from star57.hub.ledger import wakeups

RECONNECT_AFTER_S = 0.5


class Waiters:
    """Who waits for what on one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._events: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._listener: asyncio.Task[None] | None = None
        wakeups.listeners.append(self._from_any_thread)

    def _from_any_thread(self, topics: tuple[str, ...]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, topics)

    def _wake(self, topics: tuple[str, ...]) -> None:
        for topic in topics:
            for event in self._events.get(topic, ()):
                event.set()

    @asynccontextmanager
    async def subscribed(self, topics: Iterable[str]) -> AsyncIterator[asyncio.Event]:
        """An event that is set when one of the topics is woken; subscribe before asking the database, so that nothing is missed."""
        if connection.vendor == "postgresql" and (self._listener is None or self._listener.done()):
            self._listener = self._loop.create_task(self._listen())
        event, wanted = asyncio.Event(), tuple(topics)
        for topic in wanted:
            self._events[topic].add(event)
        try:
            yield event
        finally:
            for topic in wanted:
                self._events[topic].discard(event)
                if not self._events[topic]:
                    del self._events[topic]

    async def _listen(self) -> None:
        """Hand on what other processes notify, on a new connection after a lost one. Both ends of a gap wake everybody: queries decide."""
        while True:
            with suppress(psycopg.Error):
                await self._listen_once()
            self._wake(tuple(self._events))
            await asyncio.sleep(RECONNECT_AFTER_S)

    async def _listen_once(self) -> None:
        parameters = {**connection.get_connection_params()}
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as listening:
            await listening.execute(f"LISTEN {wakeups.CHANNEL}")
            self._wake(tuple(self._events))
            async for notice in listening.notifies():
                self._wake((notice.payload,))


_by_loop: dict[asyncio.AbstractEventLoop, Waiters] = {}


def waiters() -> Waiters:
    """The waiters of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _by_loop:
        _by_loop[loop] = Waiters(loop)
    return _by_loop[loop]


async def woken_within(event: asyncio.Event, seconds: float) -> bool:
    """Wait for the event; False when the time is up."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    event.clear()
    return True
