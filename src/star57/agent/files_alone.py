"""A lock beside a file, so that one process alone works on it; the kernel lets it go when the process dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another process works on this file."""


@contextmanager
def alone_with(file: Path, otherwise: str) -> Iterator[None]:
    """Hold the file's lock. Raises AlreadyRunning with the words `otherwise`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_name(file.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(otherwise) from None
        yield


def is_taken(file: Path) -> bool:
    """Whether some process works on it."""
    try:
        with alone_with(file, ""):
            return False
    except AlreadyRunning:
        return True
