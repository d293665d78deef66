"""Follows every source in turn: keeps what each gives, tells what stands in the way once, and slows down where looking is slow."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from star57 import clock
from star57.agent.backoff import Backoff
from star57.agent.events import OnEvent, Trouble
from star57.agent.following.completeness import span_covered
from star57.agent.following.intake import Intake
from star57.agent.following.positions import BadPositions
from star57.agent.following.tables import FollowTable
from star57.agent.following.taken import Source, Taken
from star57.agent.stores.contract import CdrStore
from star57.agent.stores.files import StoreProblem

LOOK_EVERY_S = 0.3
_SHARE_OF_LOOKING = 4  # a look that took 2 s over a slow mount is followed by 8 s of rest
_LONGEST_REST_S = 30.0
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_DECLARE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Advance:
    """One piece kept: of which source, how many records, how many lines or rows nobody could read, and how many bytes of it are left."""

    source: str
    new: int
    unread: int
    behind_bytes: int


@dataclass(slots=True)
class _Turn:
    source: Source
    table: FollowTable
    round: Iterator[Taken] | None = None
    looked_for_s: float = 0.0
    read_at: datetime = _LONG_AGO
    due: float = 0.0
    backoff: Backoff = field(default_factory=Backoff)
    told: frozenset[str] = frozenset()


class Follower:
    """`on_advance` is told of every piece. One thread."""

    def __init__(
        self, agent: str, sources: Sequence[tuple[FollowTable, Source]], store: CdrStore, intake: Intake, on_event: OnEvent,
        on_advance: Callable[[Advance], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._agent, self._store, self._intake = agent, store, intake
        self._on_event, self._on_advance = on_event, on_advance
        self._turns = [_Turn(source, table) for table, source in sources]
        self._declared_until: datetime | None = None

    def run(self, is_stopped: Callable[[], bool]) -> None:
        """Until it is stopped; the piece under way is kept first."""
        while not is_stopped():
            moved = [self.step(turn) for turn in self._turns if turn.round is not None or clock.monotonic() >= turn.due]
            self._declare()
            if not any(moved):
                time.sleep(max(0.0, min(LOOK_EVERY_S, min(turn.due for turn in self._turns) - clock.monotonic())))

    def once(self, is_stopped: Callable[[], bool]) -> None:
        """One whole round of every source."""
        for turn in self._turns:
            while not is_stopped() and self.step(turn):
                pass
        self._declare()

    def step(self, turn: _Turn) -> bool:
        """One piece of one source. Whether more of its round is to come."""
        if turn.round is None:
            turn.round, turn.looked_for_s, turn.read_at = turn.source.taken(), 0.0, clock.now()
        try:
            began = clock.monotonic()
            taken = next(turn.round, None)
            turn.looked_for_s += clock.monotonic() - began
            if taken is None:
                self._rest(turn)
                return False
            new = self._intake.keep(turn.source.name, taken, turn.read_at)
        except (StoreProblem, BadPositions, OSError) as problem:
            self._stopped_by(turn, problem)
            return False
        turn.read_at = clock.now()
        self._tell(turn, taken.troubles | {words: words for words in taken.gaps})
        self._on_advance(Advance(turn.source.name, new, len(taken.unread), taken.behind_bytes))
        return True

    def _stopped_by(self, turn: _Turn, problem: Exception) -> None:
        """The source begins its round anew, from the position that is kept."""
        turn.round = None
        words = " ".join(str(problem).split())
        self._tell(turn, {"": f"{turn.source.name}: {words}; nothing is lost, trying again"})
        turn.due = clock.monotonic() + turn.backoff.next_s(None)

    def _rest(self, turn: _Turn) -> None:
        turn.round = None
        turn.backoff.reset()
        turn.due = clock.monotonic() + min(max(LOOK_EVERY_S, _SHARE_OF_LOOKING * turn.looked_for_s), _LONGEST_REST_S)

    def _tell(self, turn: _Turn, troubles: dict[str, str]) -> None:
        """Each once, and again when it came back."""
        for words in dict.fromkeys(troubles.values()):
            if words not in turn.told:
                self._on_event(Trouble(self._agent, words))
        turn.told = frozenset(troubles.values())

    def _declare(self) -> None:
        span = span_covered([(turn.table, self._intake.standing(turn.source.name)) for turn in self._turns])
        if span is None or (self._declared_until and span.until - self._declared_until < _DECLARE_EVERY):
            return
        try:
            self._store.declare_complete(span)
            self._declared_until = span.until
        except (StoreProblem, OSError) as problem:
            self._on_event(Trouble(self._agent, f"the span followed could not be declared complete: {problem}"))
            self._declared_until = span.until
