"""What every test shares: the fixtures of the machine, and the marks that follow from them."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from star57 import clock
from star57.interpreter import spare_the_collector
from tests.depth import IS_QUICK_SUITE_PASSED, is_done_by_the_quick_suite

pytest_plugins = ["tests.postgres", "tests.chromium", "tests.databases"]

MARK_OF_FIXTURE = {"postgresql_programs": pytest.mark.postgresql, "chromium": pytest.mark.browser}

TRUE_CLOCK = (clock.now, clock.monotonic)


@pytest.fixture(scope="module", autouse=True)
def clock_is_put_back() -> Iterator[None]:
    """A module that moves the clock and leaves it so would fail others, far away."""
    yield
    left, (clock.now, clock.monotonic) = (clock.now, clock.monotonic), TRUE_CLOCK
    assert left == TRUE_CLOCK, "this module's tests left the clock moved"


def pytest_itemcollected(item: pytest.Item) -> None:
    for fixture, mark in MARK_OF_FIXTURE.items():
        if fixture in getattr(item, "fixturenames", ()):
            item.add_marker(mark)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that may take longest come first: one that is begun last would keep a single process busy at the end."""
    if IS_QUICK_SUITE_PASSED:
        done = [item for item in items if isinstance(item, pytest.Function) and is_done_by_the_quick_suite(item)]
        config.hook.pytest_deselected(items=done)
        items[:] = [item for item in items if item not in set(done)]
    longest: dict[Path, float] = {}
    for item in items:
        longest[item.path] = max(longest.get(item.path, 0.0), may_take(item))
    items.sort(key=lambda item: -longest[item.path])


def may_take(item: pytest.Item) -> float:
    """Seconds: what its own timeout allows, where it has one."""
    mark = item.get_closest_marker("timeout")
    return (mark.args[0] or math.inf) if mark else 0.0


def pytest_collection_finish() -> None:
    """What is there by now stays until the end: the collector need not look at it any more."""
    spare_the_collector()
