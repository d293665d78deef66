"""The units under deploy/ are ones that systemd reads, and start commands that star57 has."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs.commands import mistake_in

UNITS = sorted((Path(__file__).parents[2] / "deploy").glob("*.service"))
each_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)


@each_unit
def test_a_unit_starts_a_command_that_there_is(unit):
    (command,) = re.findall(r"^ExecStart=/opt/star57/bin/(.*)$", unit.read_text(), re.MULTILINE)
    assert mistake_in(shlex.split(command)) == ""
    assert "User=star57" in unit.read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
@each_unit
def test_systemd_reads_a_unit(unit, tmp_path):
    text = re.sub(r"/opt/star57/bin/star57", "/bin/true", unit.read_text())
    text = re.sub(r"^(After|Wants)=.*\n", "", text, flags=re.MULTILINE)
    copy = tmp_path / unit.name
    copy.write_text(text.replace("User=star57", "User=root"))
    said = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
