"""How far each [[follow]] source was followed, as somebody sees it who does not follow it himself."""

from collections.abc import Sequence
from dataclasses import dataclass

from star57 import clock
from star57.agent.configuration import AgentConfiguration
from star57.agent.files_alone import is_taken
from star57.agent.following.positions import Positions, Standing


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """`position`: "FILE, line N", or the mark of a table. `lag_s`: since when it was last read to its end."""

    standing: Standing
    position: str
    is_followed: bool
    lag_s: float | None


def sources_seen(configuration: AgentConfiguration) -> Sequence[SourceSeen]:
    """In the order of the file. Raises BadPositions."""
    if not configuration.follow or not configuration.positions.exists():
        return [SourceSeen(Standing(one.name), "", is_followed=False, lag_s=None) for one in configuration.follow]
    is_followed = is_taken(configuration.positions)
    positions = Positions(configuration.positions)
    try:
        return [_seen(positions, one.name, is_followed=is_followed) for one in configuration.follow]
    finally:
        positions.close()


def _seen(positions: Positions, name: str, *, is_followed: bool) -> SourceSeen:
    standing = positions.standing(name)
    last = next(reversed(list(positions.contents(name))), None)
    position = f"{last.path}, line {last.lines}" if last and last.lines else last.path if last else f"mark {standing.mark or 'none yet'}"
    lag_s = (clock.now() - standing.caught_up_at).total_seconds() if standing.caught_up_at else None
    return SourceSeen(standing, position, is_followed, lag_s)
