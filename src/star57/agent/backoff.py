"""How long to wait before trying the hub again: fast at first, spread by chance so that 700 agents do not return together."""

from collections.abc import Callable
from random import uniform

FIRST_S = 0.05
LONGEST_S = 30.0
LONGEST_ASKED_FOR_S = 600.0  # a Retry-After beyond this is not believed


class Backoff:
    """Doubles with each failure up to 30 s; what is waited lies between half of that and the whole."""

    def __init__(self, spread: Callable[[float, float], float] = uniform) -> None:
        self._spread = spread
        self._failures = 0

    def next_s(self, retry_after_s: float | None) -> float:
        """Seconds to wait now; never less than the hub asked for."""
        step = min(FIRST_S * 2 ** min(self._failures, 20), LONGEST_S)
        self._failures += 1
        waited = self._spread(step / 2, step)
        return max(waited, min(retry_after_s, LONGEST_ASKED_FOR_S)) if retry_after_s else waited

    def reset(self) -> None:
        self._failures = 0
