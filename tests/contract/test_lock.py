"""The lock pins all that is installed, by hash, and names no place to fetch it from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def pins(lock: Path) -> dict[str, set[str]]:
    """Each package of a lock and the versions pinned; several where a marker chooses between them."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(), flags=re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def names(requirements: list[str]) -> set[str]:
    bare = {re.split(r"[\[<>=~! ;]", requirement)[0] for requirement in requirements}
    return {re.sub(r"[-_.]+", "-", name).lower() for name in bare} - {"star57"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock):
    assert not re.search(r"://|--(extra-)?index|--find-links|^-f |^-i ", lock.read_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_carries_a_hash(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text())
    assert all("--hash=sha256:" in entry for entry in entries if not entry.startswith("#"))


def test_whatever_the_project_asks_for_is_locked():
    asked = PROJECT["dependencies"] + [part for extra in PROJECT["optional-dependencies"].values() for part in extra]
    assert names(asked) <= set(pins(ROOT / "requirements" / "all.txt"))


def test_the_agents_lock_is_part_of_the_whole_and_holds_no_django():
    whole, agent = pins(ROOT / "requirements" / "all.txt"), pins(ROOT / "requirements" / "agent.txt")
    assert agent.items() <= whole.items()
    assert names(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["agent"]) <= set(agent)
    assert not [name for name in agent if "django" in name or name.startswith("psycopg")]
