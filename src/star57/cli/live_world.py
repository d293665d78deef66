"""What `star57 demo` and `star57 lab` share: how long the portal stays open, and how their failures are told."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from star57.cli.failures import INTERRUPTED, Failed, Misused

if TYPE_CHECKING:
    from star57.world.demo import OpenPortal


def told_in_one_line(run: Callable[[], int], *, name: str, interrupted: str) -> int:
    """The exit code of `run`. Raises Misused and Failed for what worlds raise."""
    from star57.world.failing import DemoFailed
    from star57.world.tables import BadWorld

    try:
        return run()
    except BadWorld as problem:
        raise Misused(str(problem)) from problem
    except DemoFailed as problem:
        raise Failed(str(problem)) from problem
    except OSError as problem:
        raise Failed(f"the {name} cannot go on: {problem}") from problem
    except KeyboardInterrupt:
        sys.stderr.write(f"star57: interrupted; {interrupted}\n")
        return INTERRUPTED


def at_once(portal: "OpenPortal") -> None:
    """Nobody is waited for."""


def until_interrupted(portal: "OpenPortal") -> None:
    """The portal stays open until Ctrl-C."""
    portal.announce()
    try:
        while True:
            time.sleep(1)
            portal.check()
    except KeyboardInterrupt:
        return
