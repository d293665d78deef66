"""Checks of the machine: room on the disk, who can read what, clock and time zones, collected files."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from star57 import clock
from star57.findings import Finding, look, right, wrong
from star57.hub.reads.places import places
from star57.machine import others_read, room_beside, synchronised, time_zones


def check_disk() -> Iterator[Finding]:
    """Beside each place."""
    for name, path in places().items():
        yield room_beside(name, path, "hub")


def check_permissions() -> Iterator[Finding]:
    """Secrets, the database's file and evidence are for the hub's own user."""
    named = {name: Path(os.environ[name]) for name in os.environ if name.startswith("STAR57_") and name.endswith("_FILE")}
    settings_file = os.environ.get("STAR57_SETTINGS")
    if settings_file:
        named["STAR57_SETTINGS"] = Path(settings_file)
    named |= places()
    open_ones = [(name, path) for name, path in named.items() if path.exists() and others_read(path)]
    for name, path in open_ones:
        yield look("permissions", f"others on this machine can read {path} ({name})", f"chmod go-rwx {path}")
    if not open_ones:
        yield right("permissions", f"{len(named)} places are closed to other users")
    evidence = places()["evidence"]
    if evidence.exists() and not os.access(evidence, os.W_OK):
        yield wrong("evidence", f"{evidence} cannot be written", "give it to the hub's user: chown")


def check_clock() -> Iterator[Finding]:
    """Deadlines are law: they need the right time and the right zones."""
    if clock.OFFSET:
        yield wrong("clock", f"moved by {clock.OFFSET.total_seconds():.0f} s", "unset STAR57_CLOCK_OFFSET_S")
    else:
        yield synchronised(clock.now())
    yield time_zones()


def check_static() -> Finding:
    """Whether the collected style sheets and scripts are this version's."""
    if not settings.STATIC_ROOT:
        return right("static files", "served from the package")
    root = Path(settings.STATIC_ROOT)
    if not (root / "staticfiles.json").exists():
        return wrong("static files", f"none in {root}", "run star57 hub init once more")
    stale = [name for finder in get_finders() for name, storage in finder.list([]) if not _is_same(root / name, storage.path(name))]
    if stale:
        return wrong("static files", f"{len(stale)} are of another version, first {stale[0]}", "run star57 hub init once more")
    return right("static files", f"collected in {root}")


def _is_same(collected: Path, own: str) -> bool:
    return collected.exists() and collected.read_bytes() == Path(own).read_bytes()
