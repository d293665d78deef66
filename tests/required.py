"""What a machine may lack: a skip that says so, or a failure where STAR57_REQUIRE names it."""

import os
from typing import NoReturn

import pytest


def is_required(name: str) -> bool:
    """Whether STAR57_REQUIRE (comma-separated, such as "postgresql,chromium") names it."""
    return name in {part.strip() for part in os.environ.get("STAR57_REQUIRE", "").split(",")}


def absent(name: str, remedy: str) -> NoReturn:
    """Skip the test that needs `name`, or fail it where the run was told to insist."""
    if is_required(name):
        pytest.fail(f"STAR57_REQUIRE insists on {name}, and it is not here. {remedy}", pytrace=False)
    pytest.skip(f"{name} is not installed. {remedy}")
