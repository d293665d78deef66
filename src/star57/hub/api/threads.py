"""Runs database work of async routes on a few threads that keep their connections open."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.conf import settings
from django.db import close_old_connections

Result = TypeVar("Result")
_pool = ThreadPoolExecutor(max_workers=settings.DATABASE_THREADS, thread_name_prefix="database")


async def in_database(work: Callable[[], Result]) -> Result:
    """Do the work on a database thread; the event loop stays free for everybody who waits."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _connected, work)


def _connected(work: Callable[[], Result]) -> Result:
    close_old_connections()
    return work()
