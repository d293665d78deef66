"""How far each [[follow]] source was followed, for star57 agent status."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from star57 import clock
from star57.agent.configuration import AgentConfiguration
from star57.agent.files_alone import is_taken
from star57.agent.following.positions import Positions, Standing
from star57.cli.agent_options import told_plainly
from star57.cli.terminal import say, shown


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """`position`: "FILE, line N", or the mark of a table. `lag_s`: since when it was last read to its end."""

    standing: Standing
    position: str
    is_followed: bool
    lag_s: float | None


def sources_of(configuration: AgentConfiguration) -> Sequence[SourceSeen]:
    if not configuration.follow or not configuration.positions.exists():
        return [SourceSeen(Standing(one.name), "", is_followed=False, lag_s=None) for one in configuration.follow]
    is_followed = is_taken(configuration.positions)
    with told_plainly():
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


def sources_as_json(sources: Sequence[SourceSeen]) -> list[dict[str, Any]]:
    return [
        {
            "name": one.standing.name, "followed": one.is_followed, "position": one.position, "lag_s": one.lag_s,
            "behind_bytes": one.standing.behind_bytes, "records": one.standing.records, "unread": one.standing.unread,
            "last_started_at": _utc(one.standing.last_started_at), "last_taken_at": _utc(one.standing.last_taken_at),
            "unbroken_since": _utc(one.standing.unbroken_since), "trouble": one.standing.trouble or None,
        }
        for one in sources
    ]  # fmt: skip


def say_sources(sources: Sequence[SourceSeen], zone: str) -> None:
    for one in sources:
        standing = one.standing
        state = "followed" if one.is_followed else "not followed now (star57 agent run, or star57 agent follow)"
        say(f"follow    {standing.name}: {state}; {_lag(one)}; {standing.records:,} records, {standing.unread:,} unread lines")
        if standing.last_started_at:
            say(f"          last call {shown(standing.last_started_at, zone)}; at {one.position}")
        if standing.trouble:
            say(f"          {standing.trouble}")


def _lag(one: SourceSeen) -> str:
    if one.lag_s is None:
        return "never read to its end"
    left = f", {one.standing.behind_bytes / 1e6:,.1f} MB left" if one.standing.behind_bytes else ""
    return f"read to its end {max(0, one.lag_s):,.0f} s ago{left}"


def _utc(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
