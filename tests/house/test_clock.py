"""The only now(): aware, in UTC, and moved by nothing but its one setting."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from star57 import clock

ASK = "from star57 import clock; print(clock.now().isoformat())"


def ask_in_a_process(offset_s: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"STAR57_CLOCK_OFFSET_S": offset_s}
    return subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False)


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("offset_s", ["-86400", "0.5", "604800"])
def test_the_offset_moves_now_by_that_many_seconds(offset_s):
    before = datetime.now(UTC)  # noqa: TID251  the clock under test cannot be its own measure
    told = datetime.fromisoformat(ask_in_a_process(offset_s).stdout.strip())
    after = datetime.now(UTC)  # noqa: TID251
    assert before <= told - timedelta(seconds=float(offset_s)) <= after


@pytest.mark.parametrize("nonsense", ["", "tomorrow", "nan", "inf", "1e300"])
def test_an_offset_that_is_no_number_of_seconds_is_refused_by_name(nonsense):
    asked = ask_in_a_process(nonsense)
    assert asked.returncode != 0
    assert "STAR57_CLOCK_OFFSET_S must be a number of seconds" in asked.stderr


def test_the_monotonic_clock_never_goes_back():
    assert clock.monotonic() <= clock.monotonic()
