"""`star57 lab` as a user runs it: real switches and telephones, every call followed the way it took, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from star57.world.lab.plan import planned_calls
from tests.lab.switch_programs import switch_programs

CALLS = 8  # the seventh is given up


def lab(*arguments: str | Path, folder: Path) -> "subprocess.Popen[str]":
    """`folder` is where the lab makes its temporary folders."""
    command = [str(Path(sys.executable).with_name("star57")), "lab", *map(str, arguments)]
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = ours | {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "TMPDIR": str(folder)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def lab_with_switches(folder: Path) -> "subprocess.Popen[str]":
    """A lab whose switches and subscribers are up."""
    process = lab("--once", folder=folder)
    assert process.stdout is not None
    while "starting a hub" not in (line := process.stdout.readline()):
        assert line, process.communicate()[1]
    return process


def left_behind(folder: Path) -> list[str]:
    """Command lines of processes that were told of this folder, and files in it."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            lines.append(file.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    return [line for line in lines if str(folder) in line] + [each.name for each in folder.iterdir()]


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_every_call_is_followed_the_way_it_took_also_while_it_rings_or_when_it_was_given_up(tmp_path):
    switch_programs()
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    process = lab("--calls", str(CALLS), "--once", "--json", tmp_path / "out.json", folder=rooms)
    said, complained = process.communicate(timeout=170)
    assert (process.returncode, complained) == (0, ""), said + complained
    found = json.loads((tmp_path / "out.json").read_text())["calls"]
    assert [(row["called"], tuple(row["path"]), row["source"]["name"]) for row in found] == [
        (call.called_number, call.path, call.source.name) for call in planned_calls(CALLS)
    ]
    assert {len(row["path"]) for row in found} == {3, 4}
    assert [row["rang_at_outcome"] for row in found] == [call.rings_on for call in planned_calls(CALLS)]
    assert "when the caller had hung up" in said
    assert f"{CALLS} of {CALLS} calls were followed the way they really took." in said
    assert left_behind(rooms) == []


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_an_interrupted_lab_leaves_no_switch_and_no_file_behind(tmp_path):
    switch_programs()
    process = lab_with_switches(tmp_path)
    assert any("kamailio" in line for line in left_behind(tmp_path))
    process.send_signal(signal.SIGINT)
    _, complained = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complained == "star57: interrupted; every switch and telephone has ended, and what they wrote is removed\n"
    give_up_at = time.perf_counter() + 30
    while left_behind(tmp_path):  # a hub that was just being started notices by itself that nobody holds its lifeline
        assert time.perf_counter() < give_up_at, left_behind(tmp_path)
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_killed_lab_takes_its_switches_along(tmp_path):
    switch_programs()
    process = lab_with_switches(tmp_path)
    process.kill()
    process.communicate()
    give_up_at = time.perf_counter() + 30
    while any("kamailio" in line or "sipp" in line for line in left_behind(tmp_path)):
        assert time.perf_counter() < give_up_at
        time.sleep(0.1)
