"""Carries decided answers to the hub until a receipt or a refusal is written down; each under the key it was decided with."""

import asyncio
from collections.abc import Iterable

from star57 import clock
from star57.agent.backoff import Backoff
from star57.agent.cases import ToSend
from star57.agent.events import AnswerSent, NotTaken
from star57.agent.hub_client import AnswerRefused, HubAway, HubClient, RequestGone
from star57.agent.journal import Journal
from star57.agent.pauses import pause
from star57.agent.watch import Watch

_AT_ONCE = 8  # answers on their way at the same time
_GRACE_S = 3.0  # for answers on their way when the agent is stopped; the others leave at the next start


class Outbox:
    def __init__(self, journal: Journal, hub: HubClient, watch: Watch, stop: asyncio.Event) -> None:
        self._journal = journal
        self._hub = hub
        self._watch = watch
        self._stop = stop
        self._lanes = asyncio.Semaphore(_AT_ONCE)
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def send(self, answers: Iterable[ToSend], arrived: float | None) -> None:
        """Start sending those not yet under way. `arrived`: clock.monotonic() when the request came in, for the figures."""
        for one in answers:
            if one.key not in self._under_way:
                task = asyncio.create_task(self._deliver(one, arrived))
                self._under_way[one.key] = task
                task.add_done_callback(lambda _, key=one.key: self._under_way.pop(key, None))  # type: ignore[misc]  # mypy reads no lambda default

    async def emptied(self) -> None:
        """Until everything under way has arrived, was refused, or was given up because the agent stops."""
        while self._under_way:
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def close(self) -> None:
        """Let answers that are on the wire arrive, for a moment; cancel the rest: the journal knows them."""
        tasks = tuple(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=_GRACE_S)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, one: ToSend, arrived: float | None) -> None:
        backoff = Backoff()
        async with self._lanes:
            while not self._stop.is_set() and self._journal.is_to_send(one.key):
                try:
                    if await self._attempt(one, arrived):
                        return
                    retry_after_s = None
                except HubAway as problem:
                    self._watch.hub_is_away(problem)
                    retry_after_s = problem.retry_after_s
                except Exception as problem:  # a full disk must not end the sending
                    self._watch.trouble(f"{one.request_id}: could not be sent or written down", problem)
                    retry_after_s = None
                await pause(self._stop, backoff.next_s(retry_after_s))

    async def _attempt(self, one: ToSend, arrived: float | None) -> bool:
        name = self._watch.agent
        try:
            receipt = await self._hub.respond(one.request_id, one.body, one.key)
        except AnswerRefused as refusal:
            self._journal.was_refused(one.key, str(refusal), clock.now())
            self._watch.tell(NotTaken(name, one.request_id, str(refusal), needs_person=True))
        except RequestGone as refusal:
            self._journal.is_gone(one.key, str(refusal), clock.now())
            self._watch.tell(NotTaken(name, one.request_id, str(refusal), needs_person=False))
        else:
            took_s = None if arrived is None else clock.monotonic() - arrived
            self._journal.has_arrived(one.key, receipt.model_dump_json(), clock.now())
            self._watch.hub_is_there()
            self._watch.tell(AnswerSent(name, one.request_id, receipt, took_s))
        return True
