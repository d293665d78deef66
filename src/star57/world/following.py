"""Opens tracebacks and follows each until it ended or waits for a person. Never moves the clock."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from star57 import clock
from star57.world.callsfile import Call
from star57.world.failing import DemoFailed
from star57.world.hub_door import HubDoor
from star57.world.narrator import Narrator
from star57.world.resting import Knowledge, is_over, result_of, waiting_for
from star57.world.results import CallResult
from star57.world.sightings import Sighting

MANY = 15  # calls from which on they are traced all at once, and shown as a count
_LOOK_EVERY_S = 0.05
_REST_PER_LOOK = 4  # a look costs the hub as much as it takes: leave it most of its time for the agents
_STILL_FOR_S = 60.0
# Two transactions may commit in the other order than they took their instants.
_OVERLAP = timedelta(seconds=2)


class Follower:
    """Follows calls through one hub; `check` raises when a process of the demo has ended."""

    def __init__(self, hub: HubDoor, knowledge: Knowledge, narrator: Narrator, check: Callable[[], None]) -> None:
        self._hub, self._knowledge, self._narrator, self._check = hub, knowledge, narrator, check
        self._since: datetime | None = None
        self._seen: dict[str, Sighting] = {}
        self._moved_at = clock.monotonic()

    def follow(self, calls: Sequence[Call]) -> list[CallResult]:
        """A result for each call, in their order. Few calls are traced one after the other, so that a reader can follow; many at once."""
        if len(calls) >= MANY:
            return self._followed(calls)
        return [result for call in calls for result in self._followed([call])]

    def _followed(self, calls: Sequence[Call]) -> list[CallResult]:
        for call in calls:
            self._narrator.opens(call)
        open_calls = dict(zip(self._hub.open(calls), calls, strict=True))
        found: dict[int, CallResult] = {}
        while open_calls:
            began = clock.monotonic()
            self._look(open_calls)
            for traceback, call in list(open_calls.items()):
                result = self._rested(traceback, call)
                if result is not None:
                    found[call.line] = result
                    del open_calls[traceback]
                    self._narrator.rests(call, self._seen[traceback], result)
            if open_calls:
                self._check()
                time.sleep(max(_LOOK_EVERY_S, _REST_PER_LOOK * (clock.monotonic() - began)))
        return [found[call.line] for call in calls]

    def _look(self, open_calls: dict[str, Call]) -> None:
        for sighting in list(self._hub.changed_since(self._since)):
            if self._seen.get(sighting.id) != sighting:
                self._seen[sighting.id] = sighting
                self._moved_at = clock.monotonic()
                if sighting.id in open_calls:
                    self._narrator.moves(open_calls[sighting.id], sighting)
            self._since = max(self._since or sighting.updated_at - _OVERLAP, sighting.updated_at - _OVERLAP)
        if clock.monotonic() - self._moved_at > _STILL_FOR_S:
            raise DemoFailed(f"nothing moved for {_STILL_FOR_S:.0f} s while {len(open_calls)} calls wait for an agent's answer")

    def _rested(self, traceback: str, call: Call) -> CallResult | None:
        sighting = self._seen.get(traceback)
        if sighting is None:
            return None
        waiting = waiting_for(sighting, self._knowledge)
        return result_of(call, sighting, waiting, self._knowledge) if waiting or is_over(sighting) else None
