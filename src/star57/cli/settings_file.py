"""Reads the file that STAR57_SETTINGS names into the environment: NAME=value a line. What the environment says already stands."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from star57.cli.failures import Misused

VARIABLE = "STAR57_SETTINGS"
LINE = re.compile(r"(STAR57_[A-Z0-9_]+)=(.*)")


def read_settings_file() -> None:
    """Once more does no harm. Raises Misused when the file cannot be read or understood."""
    file = os.environ.get(VARIABLE)
    if file:
        for name, value in lines_of(Path(file)):
            os.environ.setdefault(name, value)


def lines_of(file: Path) -> Iterator[tuple[str, str]]:
    """What the file sets, in its order. Raises Misused."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as problem:
        raise Misused(f"{VARIABLE}: cannot read {file}: {problem.strerror}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise Misused(f"{file}, line {number}: write NAME=value, where NAME begins with STAR57_")
        yield found.group(1), found.group(2).strip().removeprefix('"').removesuffix('"')
