"""What every test shares: the fixtures of the machine, and the marks that follow from them."""

import pytest

import tests.depth  # noqa: F401  loads the Hypothesis profile

pytest_plugins = ["tests.postgres", "tests.chromium", "tests.databases"]

MARK_OF_FIXTURE = {"postgresql_programs": pytest.mark.postgresql, "chromium": pytest.mark.browser}


def pytest_itemcollected(item: pytest.Item) -> None:
    for fixture, mark in MARK_OF_FIXTURE.items():
        if fixture in getattr(item, "fixturenames", ()):
            item.add_marker(mark)
