"""Watches that what a live file held before is found again under another name, so that nothing written to it was missed."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path

from star57 import clock
from star57.agent.following.contents import Contents
from star57.agent.following.gathering import Gathering


class Rotation:
    def __init__(self, contents: Contents, settle_s: float) -> None:
        self._settle_s = settle_s
        self._held: dict[str, str] = dict(contents.last_at)  # path -> the content seen there last
        self._sought: dict[str, tuple[str, float, datetime]] = {}  # content -> its path, since when, told at

    def holds(self, path: str, content_id: str | None) -> None:
        """This path holds that content now; None: one that is new."""
        before = self._held.get(path)
        if before is not None and before != content_id:
            self._sought.setdefault(before, (path, clock.monotonic(), clock.now()))
        if content_id is not None:
            self._held[path] = content_id
            self._sought.pop(content_id, None)
        else:
            self._held.pop(path, None)

    def check(self, live: AbstractSet[str], now: float, gathering: Gathering) -> None:
        for content_id, (path, since, at) in list(self._sought.items()):
            if now - since < self._settle_s:
                continue
            del self._sought[content_id]
            if path in live and content_id not in self._held.values():
                name = Path(path).name
                gathering.gap(
                    f"{path}: another file stands there since {at:%Y-%m-%d %H:%M:%S} UTC, and what it held before is not beside it"
                    f" ({name}.1, {name}.1.gz or the like): its last lines may be missing: import that file if it is elsewhere"
                )
