"""After `make test` has passed, `make check` may leave out what no depth changes, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
DEEPER = {"tests/domain/test_histories.py", "tests/agent/test_matching_properties.py", "tests/stress/test_at_once.py"}
"""Asks for the depth by name; properties that Hypothesis tries more often; stress."""


def collected(*files: str, **environment: str) -> set[str]:
    """The files and their tests that a run at the depth of `make check` would hold."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-n0", "-m", "not deep", *files]
    done = subprocess.run(command, env=os.environ | environment, cwd=TESTS.parent, capture_output=True, text=True, check=True)
    return {line for line in done.stdout.splitlines() if "::" in line}


@pytest.mark.slow
def test_what_a_depth_changes_is_never_left_out() -> None:
    files = (*DEEPER, "tests/agent/test_numbers.py", "tests/agent/test_trunks.py")
    everything = collected(*files, STAR57_TESTED="")
    left = collected(*files, STAR57_TESTED="quick")
    assert left < everything
    assert {name for name in everything if name.split("::")[0] in DEEPER} <= left
    assert not [name for name in left if name.startswith("tests/agent/test_trunks.py")]
    assert {name.split("::")[0] for name in left} == {*DEEPER, "tests/agent/test_numbers.py"}, "its properties are tried again"


def test_only_tests_ask_for_the_depth_and_by_name() -> None:
    """What a helper would ask for, nobody could see from the test that uses it."""
    asking = [path for path in TESTS.rglob("*.py") if "tests.depth" in path.read_text(encoding="utf-8") and path != Path(__file__)]
    assert len(asking) > 10
    for path in asking:
        assert path.name.startswith("test_") or path.name == "conftest.py", path
        assert "import tests.depth" not in path.read_text(encoding="utf-8"), path
