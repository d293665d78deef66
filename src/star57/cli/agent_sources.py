"""How far each [[follow]] source was followed, for star57 agent status."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from star57.agent.configuration import AgentConfiguration
from star57.agent.following.seen import SourceSeen, sources_seen
from star57.cli.agent_options import told_plainly
from star57.cli.terminal import say, shown


def sources_of(configuration: AgentConfiguration) -> Sequence[SourceSeen]:
    with told_plainly():
        return sources_seen(configuration)


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
