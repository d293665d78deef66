"""What an engine of the store's benchmark must do; our own, and the CSV files themselves under grep."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.store_records import Asked
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.numbers import number_key

NEAR = timedelta(seconds=60)


class Engine(Protocol):
    """`folder`: where its files lie, None for one whose cache cannot be dropped from here."""

    name: str
    folder: Path | None

    def load(self, files: Sequence[Path]) -> None: ...

    def count(self, asked: Asked) -> int:
        """How many calls of these numbers began within a minute of this instant."""
        ...

    def size_bytes(self) -> int: ...


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Ours:
    """Loaded by store_loading, so that the memory it takes can be told from the benchmark's."""

    name = "star57"

    def __init__(self, folder: Path) -> None:
        self.folder: Path | None = folder
        self.store = EmbeddedStore(folder)

    def load(self, files: Sequence[Path]) -> None: ...

    def count(self, asked: Asked) -> int:
        found = self.store.by_called(number_key(asked.called), Span(asked.at - NEAR, asked.at + NEAR))
        return sum(one.called_in == asked.called and one.calling_in == asked.calling for one in found)

    def size_bytes(self) -> int:
        return self.store.health().size_bytes


class Grep:
    """The CSV files as they are; they are there already, so that nothing is loaded."""

    name = "grep"

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.folder: Path | None = folder
        self._files = files

    def load(self, files: Sequence[Path]) -> None: ...

    def count(self, asked: Asked) -> int:
        command = ["grep", "-hF", f",{asked.called},{asked.calling},", *map(str, self._files)]
        found = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}).stdout.splitlines()
        span = [as_written(at) for at in (asked.at - NEAR, asked.at + NEAR)]
        return sum(span[0] <= line.partition(",")[0] <= span[1] for line in found)

    def size_bytes(self) -> int:
        return sum(file.stat().st_size for file in self._files)


def as_written(at: datetime) -> str:
    """An instant as the records have it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
