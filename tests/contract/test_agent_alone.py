"""The agent installs and runs without Django: a carrier's machine need not carry a web framework."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.contract.agent_alone import KeepsOut

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "contract" / "agent_alone.py"


def import_everything(python: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([python, PROGRAM], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_every_module_of_the_agent_imports_where_django_is_refused():
    imported = import_everything(Path(sys.executable))
    assert imported.returncode == 0, imported.stderr
    assert {"star57.agent.matching", "star57.wire", "star57.cli"} <= set(imported.stdout.split())


@pytest.mark.parametrize("name", ["django", "django.conf", "star57.hub", "star57.hub.config.settings"])
def test_what_is_kept_out_cannot_be_imported(name):
    with pytest.raises(ModuleNotFoundError, match="kept out"):
        KeepsOut().find_spec(name, None)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_agents_lock_alone_is_enough(tmp_path):
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    into_it = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile"]
    subprocess.run([*into_it, "--require-hashes", "-r", ROOT / "requirements" / "agent.txt"], check=True)
    assert subprocess.run([python, "-c", "import django"], capture_output=True, check=False).returncode == 1
    imported = import_everything(python)
    assert imported.returncode == 0, imported.stderr
