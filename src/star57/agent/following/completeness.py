"""For which span of starts a followed store may be called complete. Pure, and rather too careful than too bold."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from star57.agent.following.positions import Standing
from star57.agent.following.tables import FollowTable
from star57.agent.stores.contract import Span


def span_covered(sources: Sequence[tuple[FollowTable, Standing]]) -> Span | None:
    """From when every source was followed without a break, until the longest call before the last sign of life of the quietest.

    A record is written when its call ends: what began before `until` has ended by the time of a later record, and was written.
    """
    if not sources or not all(table.complete for table, _ in sources):
        return None
    since: list[datetime] = []
    until: list[datetime] = []
    for table, standing in sources:
        if standing.unbroken_since is None or standing.last_taken_at is None or standing.last_started_at is None:
            return None
        since.append(standing.unbroken_since)
        # a switch whose clock is ahead, and a backlog read late, both say too much alone
        alive_at = min(standing.last_taken_at, standing.last_started_at + timedelta(seconds=table.longest_call_s))
        until.append(alive_at - timedelta(seconds=table.longest_call_s))
    span = Span(max(since), min(until))
    return span if span.since < span.until else None
