"""One provider's agent at work: poll, look up, decide, write down, send; and take up what a person decided meanwhile."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime

from star57 import clock
from star57.agent.backoff import Backoff
from star57.agent.configuration import AgentConfiguration
from star57.agent.current import Current
from star57.agent.desk import Desk, Outcome
from star57.agent.events import NoLongerAsked, OnEvent, Trouble
from star57.agent.hub_client import HubAway, HubClient, Listed
from star57.agent.journal import Journal
from star57.agent.outbox import Outbox
from star57.agent.pauses import pause, unless_stopped
from star57.agent.presence import keep_telling
from star57.agent.stores.contract import CdrStore
from star57.agent.watch import Watch
from star57.wire.messages import TracebackRequest

WAIT_S = 25  # the hub holds a question this long
ASK_FOR_ALL_EVERY_S = 300.0  # finds requests closed, sent back or missed meanwhile
LOOK_FOR_DECISIONS_EVERY_S = 0.5
ONCE_FOR_S = 60.0  # a single run gives sending this long
QUICK_S = 1.0  # a wait that brought nothing and was shorter than this was no wait
_AT_A_TIME = 16  # requests in one commit: the first of many need not wait for the last


class Agent:
    """Everything one provider's agent needs. `on_event` is called in the event loop's thread and must be quick."""

    def __init__(self, configuration: AgentConfiguration, store: CdrStore, journal: Journal, hub: HubClient, on_event: OnEvent) -> None:
        self.stop = asyncio.Event()
        self._journal = journal
        self._store = store
        self._hub = hub
        self._watch = Watch(configuration.name, on_event)
        self._desk = Desk(configuration, store, journal)
        self._file = Current(configuration)  # one of its own: the desk works in another thread
        self._outbox = Outbox(journal, hub, self._watch, self.stop)

    async def run(self) -> None:
        """Until `stop` is set. Answers left over from the last run leave first, under their old keys."""
        self._outbox.send(self._journal.to_send(), arrived=None)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._poll())
                tasks.create_task(self._take_up_decisions())
                tasks.create_task(keep_telling(self._hub, self._store, self._journal, self.stop))
        finally:
            await self._outbox.close()

    async def run_once(self) -> None:
        """Answer what is open now, send what is decided, and return. Raises HubAway."""
        listed_at = clock.now()
        self._outbox.send(self._journal.to_send(), arrived=None)
        try:
            await self._taken_as_all(await self._hub.open_requests(), listed_at)
            async with asyncio.timeout(ONCE_FOR_S):
                await self._outbox.emptied()
        except TimeoutError:
            raise HubAway("not every answer could be sent in a minute; the rest is written down and leaves at the next run") from None
        finally:
            self.stop.set()
            await self._outbox.close()

    async def _poll(self) -> None:
        backoff, idle = Backoff(), Backoff()
        asked_for_all_at: float | None = None
        while not self.stop.is_set():
            began = clock.monotonic()
            is_for_all = asked_for_all_at is None or began - asked_for_all_at > ASK_FOR_ALL_EVERY_S
            try:
                brought = await self._asked_for_all() if is_for_all else await self._asked_for_new()
            except Exception as problem:  # whatever it was, the next question is asked after a pause
                asked_for_all_at = None
                await pause(self.stop, backoff.next_s(self._reported(problem)))
                continue
            backoff.reset()
            if is_for_all:
                asked_for_all_at = began
            elif brought or clock.monotonic() - began >= QUICK_S:
                idle.reset()
            else:
                await pause(self.stop, idle.next_s(None))

    def _reported(self, problem: Exception) -> float | None:
        if isinstance(problem, HubAway):
            self._watch.hub_is_away(problem)
            return problem.retry_after_s
        self._watch.trouble("requests could not be looked up or written down", problem)
        return None

    async def _asked_for_new(self) -> bool:
        listed_at = clock.now()
        listed = await unless_stopped(self.stop, self._hub.new_requests(WAIT_S))
        return listed is not None and await self._received(listed, listed_at)

    async def _asked_for_all(self) -> bool:
        listed_at = clock.now()
        listed = await unless_stopped(self.stop, self._hub.open_requests())
        return listed is not None and await self._taken_as_all(listed, listed_at)

    async def _taken_as_all(self, listed: Listed, listed_at: datetime) -> bool:
        """This is everything the hub asks: what it does not list is closed here, and what waits is looked up anew."""
        brought = await self._received(listed, listed_at)
        if not listed.unreadable:  # an unreadable one is open all the same
            for gone in self._journal.close_all_but({one.id for one in listed.requests}, listed_at, clock.now()):
                self._watch.tell(NoLongerAsked(self._watch.agent, gone))
        self._act_on(await asyncio.to_thread(self._desk.look_again), None)
        return brought

    async def _received(self, listed: Listed, listed_at: datetime) -> bool:
        """Whether anything was new."""
        arrived = clock.monotonic()
        self._watch.hub_is_there()
        for words in listed.unreadable:
            self._watch.tell(Trouble(self._watch.agent, words))
        brought = False
        for some in _in_parts(listed.requests):
            outcome = await asyncio.to_thread(self._desk.receive, some, listed_at)
            self._act_on(outcome, arrived)
            brought = brought or bool(outcome.searched)
        return brought

    def _act_on(self, outcome: Outcome, arrived: float | None) -> None:
        self._outbox.send(outcome.to_send, arrived)
        for searched in outcome.searched:
            self._watch.tell(searched)

    async def _take_up_decisions(self) -> None:
        """A person approves in another process: the journal changes under us."""
        mark = self._journal.change_mark()
        while not self.stop.is_set():
            await pause(self.stop, LOOK_FOR_DECISIONS_EVERY_S)
            self._watch.file_is(self._file.trouble)
            try:
                seen = self._journal.change_mark()
                if seen != mark:
                    self._outbox.send(self._journal.to_send(), arrived=None)
                    mark = seen
            except sqlite3.Error as problem:
                self._watch.trouble("the journal could not be read", problem)


def _in_parts(requests: Sequence[TracebackRequest]) -> Iterator[Sequence[TracebackRequest]]:
    for start in range(0, len(requests), _AT_A_TIME):
        yield requests[start : start + _AT_A_TIME]
