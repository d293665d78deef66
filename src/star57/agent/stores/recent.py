"""Keeps what was used last."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Recent(Generic[Kept]):
    """The most recently used things up to a total weight; the one in use always stays."""

    def __init__(self, weight_limit: int) -> None:
        self.limit, self.weight = weight_limit, 0
        self._kept: OrderedDict[Hashable, tuple[int, Kept]] = OrderedDict()

    def get(self, key: Hashable, load: Callable[[], tuple[int, Kept]]) -> Kept:
        """The thing kept under the key, else what `load` gives with its weight."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][1]
        weight, thing = load()
        self._kept[key] = (weight, thing)
        self.weight += weight
        while self.weight > self.limit and len(self._kept) > 1:
            self.weight -= self._kept.popitem(last=False)[1][0]
        return thing
