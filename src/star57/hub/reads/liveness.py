"""Whether the clock keeps up: for monitors, so it names nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from star57.hub.records.lookup import only
from star57.hub.records.models import Heartbeat, Hop
from star57.hub.records.sight import ALL, seeing

CLOCK, POST, HOOKS, DIGEST = "clock", "post", "webhooks", "digest"


@dataclass(frozen=True, slots=True)
class Liveness:
    """beats: when each duty was last done. overdue_for: how long the longest waiting hop has waited for the clock."""

    beats: dict[str, datetime]
    overdue_for: timedelta

    def clock_lateness(self, now: datetime) -> timedelta:
        """How late the clock is: since it last passed, or, where none ever did, since the first hop waited for it."""
        last = self.beats.get(CLOCK)
        return max(self.overdue_for, now - last if last else timedelta(0))


@seeing(ALL)
def liveness(now: datetime) -> Liveness:
    """Two small queries."""
    beats = dict(Heartbeat.objects.values_list("duty", "at"))
    waiting = only(Hop.objects.filter(wakes_at__lte=now).order_by("wakes_at"))
    return Liveness(beats, now - waiting.wakes_at if waiting and waiting.wakes_at else timedelta(0))
