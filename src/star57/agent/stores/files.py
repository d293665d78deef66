"""Files of a store: written whole or not at all, one writer at a time. Knows no records."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_WAIT_STEP_S = 0.05


class StoreProblem(RuntimeError):
    """The store cannot do what was asked; the message says what to do. Nothing was changed."""


class StoreBusy(StoreProblem):
    """Another process writes."""


class StoreCannotWrite(StoreProblem):
    """The disk is full, or refuses."""


class StoreDamaged(StoreProblem):
    """A file of the store is not as it was written."""


@contextmanager
def only_writer(lock: Path, wait_s: float) -> Iterator[None]:
    """Holds the store's lock, which the kernel lets go when the process dies."""
    with refusing_writes(lock.parent), lock.open("a+") as file:
        for _ in range(max(1, round(wait_s / _WAIT_STEP_S))):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(_WAIT_STEP_S)
        else:
            file.seek(0)
            raise StoreBusy(f"{lock.parent}: process {file.read().strip() or 'of another user'} is writing to this store: let it finish")
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def refusing_writes(folder: Path) -> Iterator[None]:
    """Turns what the system says about writing into one clear line."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise StoreCannotWrite(
            f"{folder}: cannot be written: {reason}: nothing was added; make room or give leave, then do it again"
        ) from problem


def write_durably(path: Path, content: bytes) -> None:
    """Replaces the file in one step; after a crash there is the old content or the new."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Makes names in the folder (new, replaced) outlast a power cut."""
    sync_file(folder)
