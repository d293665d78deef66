"""Which way imports may point: the tree keeps every contract, and an import planted against one is refused by name."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMPORT_RULES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract["name"] for contract in IMPORT_RULES["contracts"]}

# (contract it breaks, module it is planted in, module it imports)
PLANTED = [
    ("rooms", "star57.hub.jobs", "star57.agent"),
    ("rooms", "star57.agent.formats", "star57.hub.domain"),
    ("rooms", "star57.agent.stores", "star57.world"),
    ("rooms", "star57.hub.api", "star57.cli"),
    ("rooms", "star57.wire", "star57.hub"),
    ("rooms", "star57.proof", "star57.wire"),
    ("hub", "star57.hub.portal", "star57.hub.api"),
    ("hub", "star57.hub.api", "star57.hub.jobs"),
    ("hub", "star57.hub.usecases", "star57.hub.portal"),
    ("hub", "star57.hub.ledger", "star57.hub.usecases"),
    ("hub", "star57.hub.reads", "star57.hub.ledger"),
    ("hub", "star57.hub.records", "star57.hub.reads"),
    ("hub", "star57.hub.domain", "star57.hub.records"),
    ("hub", "star57.hub.jobs", "star57.hub.config"),
    ("pure", "star57.hub.domain", "django"),
    ("pure", "star57.hub.domain", "star57.clock"),
    ("pure", "star57.wire", "httpx"),
    ("pure", "star57.agent.matching", "sqlite3"),
    ("pure", "star57.agent.matching", "time"),
    ("pure", "star57.numbers", "logging"),
    ("pure", "star57.proof", "psycopg"),
    ("pure", "star57.proof", "structlog"),
    ("records", "star57.hub.usecases", "star57.hub.records"),
    ("records", "star57.hub.portal", "star57.hub.records"),
    ("records", "star57.hub.api", "star57.hub.records"),
    ("records", "star57.hub.jobs", "star57.hub.records"),
    ("agent", "star57.agent.formats", "django"),
]


def judge(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(tree), "COLUMNS": "400"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=50)


def copy_of_the_tree(where: Path) -> Path:
    shutil.copytree(ROOT / "src" / "star57", where / "star57", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    return where


def plant(tree: Path, importer: str, imported: str) -> None:
    path = tree.joinpath(*importer.split("."))
    module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    module.write_text(f"{module.read_text()}\nimport {imported}\n")


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> dict[str, str]:
    """Each broken contract's name and what was said of it, for a copy of the tree that holds every planted import."""
    tree = copy_of_the_tree(tmp_path_factory.mktemp("planted"))
    for _, importer, imported in PLANTED:
        plant(tree, importer, imported)
    verdict = judge(tree)
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    parts = re.split(r"^(.+)\n-+\n", verdict.stdout.split("Broken contracts", 1)[1], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_tree_keeps_every_contract():
    verdict = judge(ROOT / "src")
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "importer", "imported"), PLANTED)
def test_a_planted_import_is_refused(broken, contract, importer, imported):
    assert re.search(rf"{re.escape(importer)} -> {re.escape(imported)} \(l\.", broken[CONTRACTS[contract]])


def test_every_contract_has_a_planted_import():
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


@pytest.mark.slow
@pytest.mark.parametrize("parent", ["star57", "star57.hub"])
def test_a_room_that_no_layer_names_is_refused(tmp_path, parent):
    tree = copy_of_the_tree(tmp_path)
    (tree.joinpath(*parent.split(".")) / "attic.py").write_text('"""Belongs nowhere."""\n')
    verdict = judge(tree)
    assert verdict.returncode == 1
    assert f"{parent}.attic" in verdict.stdout
