"""An agent in a process of its own that kills itself (SIGKILL) at a named point."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from star57.agent.files_alone import AlreadyRunning
from star57.agent.host import run_until_signalled
from star57.agent.hub_client import HubClient
from star57.agent.journal import Journal
from tests.agent.carrier import configuration

POINTS: dict[str, tuple[type, str, str]] = {
    "before the journal": (Journal, "take", "before"),
    "after the journal": (Journal, "take", "after"),
    "before the answer is sent": (HubClient, "respond", "before"),
    "before the receipt is kept": (Journal, "has_arrived", "before"),
    "after the receipt is kept": (Journal, "has_arrived", "after"),
}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    owner, name, when = POINTS[point]
    original: Callable[..., Any] = getattr(owner, name)

    def deadly(*arguments: Any, **named: Any) -> Any:
        if when == "before":
            die()
        outcome = original(*arguments, **named)
        die()
        return outcome

    setattr(owner, name, deadly)


def live(folder: str, hub: str, point: str) -> None:
    """Runs in a process of its own until SIGTERM, or until the point is reached."""
    if point in POINTS:
        arm(point)
    try:
        asyncio.run(run_until_signalled([configuration(Path(folder), hub)], on_event=lambda _: None))
    except AlreadyRunning:
        sys.exit(7)
