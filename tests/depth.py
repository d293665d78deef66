"""How far a run goes: STAR57_TEST_DEPTH is `default`, `ci` (make check) or `deep` (make check-deep); Hypothesis follows it."""

import os

from hypothesis import HealthCheck, settings

DEPTH = os.environ.get("STAR57_TEST_DEPTH", "default")

settings.register_profile("default", max_examples=25, deadline=None, print_blob=True)
settings.register_profile("ci", max_examples=200, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(DEPTH)


def how_many(*, short: int, full: int) -> int:
    """The count a stress or fuzz test goes to: `full` in make check-deep, else `short`."""
    return full if DEPTH == "deep" else short
