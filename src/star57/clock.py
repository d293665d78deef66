"""The only now(). Rules never ask it: they are handed the instant.

STAR57_CLOCK_OFFSET_S (seconds, may be negative or have a fraction; read once, at import) moves the wall clock of one process. It is for
demos and rehearsals, where a world's call records lie in another week; a hub in production leaves it unset.
"""

import os
import time
from datetime import UTC, datetime, timedelta


def _offset(text: str) -> timedelta:
    try:
        return timedelta(seconds=float(text))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"STAR57_CLOCK_OFFSET_S must be a number of seconds, such as 3600 or -86400, and not {text!r}.") from error


OFFSET = _offset(os.environ.get("STAR57_CLOCK_OFFSET_S", "0"))


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + OFFSET


def monotonic() -> float:
    """Seconds since some fixed instant; never goes back and knows no offset. For measuring how long a thing took."""
    return time.monotonic()
