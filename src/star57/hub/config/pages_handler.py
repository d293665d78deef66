"""Serves pages on a few threads that keep their database connections: whoever comes while all are taken waits without one.

Django's own way, a new thread and a new connection for every request, lets a crowd at the door use up PostgreSQL's connections.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from typing_extensions import override

from star57.hub.config.measured import MeasuredHandler


class PagesHandler(MeasuredHandler):
    """Django's whole chain, on `threads` threads at most; all of one request happens on one of them."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._free: asyncio.LifoQueue[ThreadPoolExecutor] = asyncio.LifoQueue()  # the latest used first: its connection is warm
        for number in range(threads):
            self._free.put_nowait(ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"page_{number}"))

    @override
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One HTTP request."""
        thread = await self._free.get()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            self._free.put_nowait(thread)
