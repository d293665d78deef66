"""Runs database work of async routes on a few threads that keep their connections open."""

import asyncio
import select
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.conf import settings
from django.db import close_old_connections, connection

from star57 import clock
from star57.hub.reads.seeing import seeing_nothing

Result = TypeVar("Result")
_pool = ThreadPoolExecutor(max_workers=settings.DATABASE_THREADS, thread_name_prefix="database")
TRUSTED_S = 1.0  # after its last use; a connection that idled longer is asked first whether it still is one


class _LastUse(threading.local):
    at = float("-inf")


_last_use = _LastUse()


async def in_database(work: Callable[[], Result]) -> Result:
    """Do the work on a database thread; the event loop stays free for everybody who waits."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _connected, work)


def _connected(work: Callable[[], Result]) -> Result:
    if connection.errors_occurred or clock.monotonic() - _last_use.at > TRUSTED_S or _has_news():
        close_old_connections()
    try:
        with seeing_nothing():
            return work()
    finally:
        _last_use.at = clock.monotonic()


def _has_news() -> bool:
    """Whether a server said something unasked on an idle connection: it takes its leave."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return False
    poll = select.poll()
    poll.register(connection.connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
