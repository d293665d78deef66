"""Runs `star57 demo --once` as a user would, and reads what it wrote."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

LAB = Path(__file__).parents[3] / "shared" / "data" / "lab"
HEADER = "called,calling,time,terminating,uncertainty_s\n"


@dataclass(frozen=True, slots=True)
class Truth:
    """One call as the packet capture shows it. path is upstream from the terminating provider."""

    called: str
    calling: str
    at: datetime
    path: tuple[str, ...]
    source: str

    def row(self, *, uncertainty_s: float, shifted: timedelta = timedelta()) -> str:
        return f"{self.called},{self.calling},{(self.at + shifted).isoformat()},{self.path[0]},{uncertainty_s:g}\n"


def truths(network: str) -> list[Truth]:
    """The calls of one lab network; skips where the recordings are not beside the checkout."""
    file = LAB / network / "truth_paths.csv"
    if not file.exists():
        pytest.skip(f"the lab recordings are not here ({file}): lay them beside the checkout to run this")
    found = []
    with file.open() as lines:
        for row in csv.DictReader(lines):
            source, *carriers, _ = row["path"].split(">")
            at = datetime.fromisoformat(row["invite_time_utc"])
            found.append(Truth(row["called_e164"], row["calling_e164"], at, tuple(reversed(carriers)), source))
    return found


def demo(*arguments: str | Path, within_s: float = 50) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).with_name("star57")), "demo", "--once", *map(str, arguments)]
    environment = os.environ | {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=within_s, env=environment)


def traced(folder: Path, world: Path, rows: Iterable[str], *, within_s: float) -> dict[str, Any]:
    """OUT.json for these rows of a calls file."""
    calls, out = folder / "calls.csv", folder / "out.json"
    calls.write_text(HEADER + "".join(rows))
    ended = demo("--world", world, "--calls", calls, "--json", out, within_s=within_s)
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr
    return result_of(out)


def result_of(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def is_right(call: dict[str, Any], truth: Truth) -> bool:
    return tuple(call["path"]) == truth.path and call["source"] is not None and call["source"]["name"] == truth.source
