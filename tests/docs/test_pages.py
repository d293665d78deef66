"""What the README, the handbook and the other pages tell people to type, open and read is there."""

import re
import shlex
from pathlib import Path

import pytest

from star57.agent.formats import FORMATS
from star57.world.builtin_world import BUILTIN_CALLS, BUILTIN_WORLD
from star57.world.callsfile import read_calls
from star57.world.worldfile import read_world
from tests.docs.commands import mistake_in

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def command_lines(text: str) -> list[str]:
    """What stands in a shell block, and what is marked as code and begins with star57 or make."""
    fenced = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
    shown = [line for language, block in fenced.findall(text) if language in {"", "sh"} for line in block.splitlines()]
    plain = fenced.sub("", text)
    return [*shown, *re.findall(r"`((?:star57|make) [^`]*)`", plain)]


def star57_lines(text: str) -> list[list[str]]:
    found = [re.search(r"\bstar57 .*", line) for line in command_lines(text)]
    return [shlex.split(match.group(), comments=True) for match in found if match]


@each_page
def test_every_command_is_one_that_star57_has(page: Path) -> None:
    lines = star57_lines(page.read_text(encoding="utf-8"))
    assert [mistake for line in lines if (mistake := mistake_in(line))] == []


def test_a_page_with_a_mistake_would_be_noticed() -> None:
    wrong = "```sh\nstar57 hub start\nFOO=1 star57 agent run --confg x  # really\n```\nor `star57 nonsense`, and `star57 hub serve`"
    assert [mistake_in(line) for line in star57_lines(wrong)] == [
        "hub has no command start", "agent run has no option --confg", "there is no command nonsense", ""
    ]  # fmt: skip


@each_page
def test_every_make_target_is_in_the_makefile(page: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = [line.split()[1] for line in command_lines(page.read_text(encoding="utf-8")) if line.startswith("make ")]
    assert set(named) <= set(targets)


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) + re.findall(r"(?:src|srcset)=\"([^\"]+)\"", text)
    outside = [link for link in links if ":" in link]
    assert outside == []
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_counts_the_demos_carriers_and_calls_as_they_are() -> None:
    world = read_world(BUILTIN_WORLD)
    calls = read_calls(BUILTIN_CALLS, providers=world.ids)
    assert (len(world.providers), len(calls)) == (8, 8)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "eight carriers, eight suspicious calls" in text
    drawn = re.findall(r"^○ (\+1 \d{3} 555 01\d\d) ◀── (.+)$", text, re.MULTILINE)
    assert {number.replace(" ", "") for number, _ in drawn} <= {call.called_number for call in calls}
    carriers = {each.name for each in world.providers}
    named = [part for _, path in drawn for part in path.split(" ◀── ") if part[0].isalpha()]
    assert named
    assert set(named) <= carriers


def test_the_readme_names_every_switch_that_is_read() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    assert [name for name in FORMATS if name.partition("-")[0] not in text] == []


def test_the_readme_fits_a_page() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 90
