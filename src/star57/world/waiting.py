"""Waits for a thing to become so while child processes live."""

import time
from collections.abc import Callable

from star57 import clock
from star57.world.children import Child
from star57.world.failing import DemoFailed

_WITHIN_S = 60.0
_LOOK_EVERY_S = 0.05


def until(is_so: Callable[[], bool], *children: Child) -> None:
    """Wait until it is so. Raises DemoFailed when a child ends, or when it takes too long."""
    give_up_at = clock.monotonic() + _WITHIN_S
    while not is_so():
        for child in children:
            child.check()
        if clock.monotonic() > give_up_at:
            raise DemoFailed(f"{children[-1].name} was not ready within {_WITHIN_S:.0f} s: is this machine overloaded?")
        time.sleep(_LOOK_EVERY_S)
