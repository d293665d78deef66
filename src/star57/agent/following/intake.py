"""Where followed records are kept: unread lines, records, then the position, in this order; killed between them nothing is lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from star57.agent.following import kept_lines
from star57.agent.following.positions import Positions, Standing
from star57.agent.following.taken import Taken
from star57.agent.stores.contract import CdrStore

_NOTE_EVERY = timedelta(seconds=2)
_LONGEST_AWAY = timedelta(hours=1)  # in more, files may have come and gone, and rows been deleted


class Intake:
    """Raises StoreProblem, OSError and BadPositions, and then the position is as before."""

    def __init__(self, store: CdrStore, positions: Positions, unread: Path) -> None:
        self._store, self._positions, self._unread = store, positions, unread
        self._standings: dict[str, Standing] = {}
        self._noted_at: dict[str, datetime] = {}

    def standing(self, source: str) -> Standing:
        return self._standings.get(source) or self._standings.setdefault(source, self._positions.standing(source))

    def keep(self, source: str, taken: Taken, now: datetime) -> int:
        """How many records were new. `now`: before the piece was read, so that nothing written later counts as seen."""
        before = self.standing(source)
        kept_bytes = kept_lines.keep(kept_lines.kept_in(self._unread, source), before.kept_bytes, taken.unread)
        new = self._store.add(taken.records) if taken.records else 0
        after = _after(before, taken, now, new, kept_bytes)
        if taken.moves or after.unbroken_since != before.unbroken_since:
            self._positions.move(after, taken.contents)
            self._noted_at[source] = now
        elif self._is_worth_a_note(before, after, now):
            self._positions.note(after)
            self._noted_at[source] = now
        else:
            return new
        self._standings[source] = after
        return new

    def _is_worth_a_note(self, before: Standing, after: Standing, now: datetime) -> bool:
        last = self._noted_at.get(before.name)
        return after.trouble != before.trouble or last is None or now - last >= _NOTE_EVERY


def _after(before: Standing, taken: Taken, now: datetime, new: int, kept_bytes: int) -> Standing:
    starts = [one.started_at for one in taken.records] + ([before.last_started_at] if before.last_started_at else [])
    changes: Mapping[str, object] = {
        "mark": before.mark if taken.mark is None else taken.mark,
        "kept_bytes": kept_bytes,
        "unread": before.unread + len(taken.unread),
        "records": before.records + new,
        "last_started_at": max(starts, default=None),
        "last_taken_at": now if taken.records else before.last_taken_at,
        "caught_up_at": now if taken.is_caught_up else before.caught_up_at,
        "behind_bytes": taken.behind_bytes,
        "unbroken_since": _unbroken(before, taken, now),
        "trouble": " · ".join(taken.troubles.values()),
    }
    return replace(before, **changes)  # type: ignore[arg-type]


def _unbroken(before: Standing, taken: Taken, now: datetime) -> datetime | None:
    was_away = before.caught_up_at is None or now - before.caught_up_at > _LONGEST_AWAY
    if taken.gaps or taken.unread:
        return None
    since = None if was_away else before.unbroken_since
    return since or (now if taken.is_caught_up else None)
