"""What can go wrong once a demo runs; each is one line for a person."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TOO_LITTLE = 1_000_000  # bytes: SQLite can no longer grow its log


class DemoFailed(RuntimeError):
    """The demo cannot go on; the message says what happened and what to do."""


@contextmanager
def blaming_a_full_disk(folder: Path) -> Iterator[None]:
    """A failure inside also says so when the disk under the folder is full: who fails for that seldom knows why."""
    try:
        yield
    except (DemoFailed, OSError) as problem:
        if shutil.disk_usage(folder).free < _TOO_LITTLE:
            raise DemoFailed(f"the disk under {folder.parent} is full: make room, or set TMPDIR to another ({problem})") from problem
        raise
