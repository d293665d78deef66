"""The handbook's page on settings names every variable there is, and none that is not."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/handbook/settings.md").read_text(encoding="utf-8")
ROWS = {cells[0].strip("`"): cells for cells in re.findall(r"^\| (`STAR57_\w+`) \| (.+) \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)}
NAME = re.compile(r"STAR57_[A-Z][A-Z0-9_]*[A-Z0-9]")
CODE = [*ROOT.glob("src/**/*.py"), *ROOT.glob("src/**/*.html"), *ROOT.glob("tests/*.py"), ROOT / "Makefile", *ROOT.glob("bench/*.py")]


def names_in_code() -> set[str]:
    found = {name for path in CODE for name in NAME.findall(path.read_text(encoding="utf-8"))}
    return {name.removesuffix("_FILE") for name in found}


def defaults() -> dict[str, object]:
    """What the hub's settings take when a variable is not set, where that is plainly written."""
    tree = ast.parse((ROOT / "src/star57/hub/config/settings.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)]
    return {
        str(call.args[0].value): keyword.value.value
        for call in calls
        for keyword in call.keywords
        if isinstance(call.args[0], ast.Constant) and keyword.arg == "default" and isinstance(keyword.value, ast.Constant)
    }


def test_every_variable_is_on_the_page_and_every_one_on_the_page_is_read() -> None:
    assert names_in_code() == set(ROWS)


def test_the_page_gives_the_defaults_of_the_hubs_settings() -> None:
    written = {True: "on", False: "off", "": "none"}
    assert defaults()
    for name, default in defaults().items():
        assert ROWS[name][2].strip("`") == str(default if type(default) is int else written.get(default, default)), name


def test_each_row_has_a_meaning_and_an_example() -> None:
    assert all(len(cells[1]) > 20 and cells[3].startswith("`") for cells in ROWS.values())
