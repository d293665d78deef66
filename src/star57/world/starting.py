"""When a demo's clock starts. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from star57.world.callsfile import Call

AFTER_LATEST_CALL = timedelta(minutes=10)


def starts_at(world_now: datetime | None, calls: Sequence[Call], *, real_now: datetime) -> datetime:
    """The world's now, else the real one; but nobody traces a call before it was made, so never before ten minutes after the latest."""
    start = world_now or real_now
    latest = max((call.at for call in calls), default=start)
    return start if latest <= start else latest + AFTER_LATEST_CALL
