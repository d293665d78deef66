"""How far a run goes: STAR57_TEST_DEPTH is `default`, `ci` (make check) or `deep` (make check-deep); Hypothesis follows it.

STAR57_TESTED=quick says that `make test` has just passed on the same tree and machine: then `make check` leaves out what it would only
do once more. A file that asks for the depth imports `how_many` or `DEPTH` by name, so that its tests are known and never left out.
"""

import os

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

DEPTH = os.environ.get("STAR57_TEST_DEPTH", "default")
IS_QUICK_SUITE_PASSED = os.environ.get("STAR57_TESTED") == "quick"
ASKS_FOR_DEPTH = {"DEPTH", "how_many"}
NOT_QUICK = ("slow", "stress", "deep")

settings.register_profile("default", max_examples=25, deadline=None, print_blob=True)
settings.register_profile("ci", max_examples=200, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(DEPTH)


def how_many(*, short: int, full: int) -> int:
    """The count a stress or fuzz test goes to: `full` in make check-deep, else `short`."""
    return full if DEPTH == "deep" else short


def is_done_by_the_quick_suite(item: pytest.Function) -> bool:
    """Whether `make test` runs it exactly as a deeper run would."""
    if any(item.get_closest_marker(mark) for mark in NOT_QUICK):
        return False
    return not is_hypothesis_test(item.obj) and ASKS_FOR_DEPTH.isdisjoint(vars(item.module))
