"""When each duty of the work process last came to its end."""

from datetime import datetime

from star57.hub.records.models import Heartbeat


def beat(duty: str, now: datetime) -> None:
    """This duty was done just now."""
    Heartbeat.objects.update_or_create(duty=duty, defaults={"at": now})
