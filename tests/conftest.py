"""What every test shares: the fixtures of the machine, and the marks that follow from them."""

import gc
from collections.abc import Iterator

import pytest

import tests.depth  # noqa: F401  loads the Hypothesis profile
from star57 import clock

pytest_plugins = ["tests.postgres", "tests.chromium", "tests.databases"]

MARK_OF_FIXTURE = {"postgresql_programs": pytest.mark.postgresql, "chromium": pytest.mark.browser}

TRUE_CLOCK = (clock.now, clock.monotonic)
ALLOCATIONS_A_SWEEP = 50_000
"""Python's own 700 would have it look through modules, models and test items again and again."""


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


def pytest_collection_finish() -> None:
    """What is there by now stays until the end: the collector need not look at it any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_A_SWEEP, 20, 20)
