"""Checks of the machine: room on the disk, who can read what, clock and time zones, collected files."""

import os
import shutil
import subprocess
import zoneinfo
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.db import connection

from star57 import clock
from star57.hub.upkeep.findings import Finding, look, right, wrong

WRONG_BYTES, LOOK_BYTES = 200_000_000, 2_000_000_000


def places() -> dict[str, Path]:
    """Where the hub keeps things on this machine."""
    found = {"evidence": Path(settings.EVIDENCE_DIR)}
    if connection.vendor == "sqlite":
        found["database"] = Path(connection.settings_dict["NAME"])
    return found


def check_disk() -> Iterator[Finding]:
    """A full disk stops writing; with SQLite it stops reading too."""
    for name, path in places().items():
        there = next(each for each in (path, *path.absolute().parents) if each.exists())
        free = shutil.disk_usage(there).free
        words = f"{free / 1e9:.1f} GB free beside the {name}"
        if free < WRONG_BYTES:
            yield wrong("disk", words, f"make room on the disk of {there} now: a full disk stops the hub")
        elif free < LOOK_BYTES:
            yield look("disk", words, f"make room on the disk of {there}")
        else:
            yield right("disk", words)


def check_permissions() -> Iterator[Finding]:
    """Secrets, the database's file and evidence are for the hub's own user."""
    named = {name: Path(os.environ[name]) for name in os.environ if name.startswith("STAR57_") and name.endswith("_FILE")}
    settings_file = os.environ.get("STAR57_SETTINGS")
    if settings_file:
        named["STAR57_SETTINGS"] = Path(settings_file)
    named |= places()
    open_ones = [(name, path) for name, path in named.items() if path.exists() and _others_read(path)]
    for name, path in open_ones:
        yield look("permissions", f"others on this machine can read {path} ({name})", f"chmod go-rwx {path}")
    if not open_ones:
        yield right("permissions", f"{len(named)} places are closed to other users")
    evidence = places()["evidence"]
    if evidence.exists() and not os.access(evidence, os.W_OK):
        yield wrong("evidence", f"{evidence} cannot be written", "give it to the hub's user: chown")


def _others_read(path: Path) -> bool:
    """By its own bits, and those of the folder it lies in."""
    return bool(path.stat().st_mode & 0o044) and bool(path.absolute().parent.stat().st_mode & 0o011)


def check_clock() -> Iterator[Finding]:
    """Deadlines are law: they need the right time and the right zones."""
    if clock.OFFSET:
        yield wrong("clock", f"moved by {clock.OFFSET.total_seconds():.0f} s", "unset STAR57_CLOCK_OFFSET_S")
    else:
        yield _synchronised(clock.now())
    known = zoneinfo.available_timezones()
    if {"America/New_York", "America/Chicago", "Europe/London"} <= known:
        yield right("time zones", f"{len(known)} known")
    else:
        yield wrong("time zones", "the data is missing", "install tzdata: pip install tzdata")


def _synchronised(now: datetime) -> Finding:
    program = shutil.which("timedatectl")
    asked = [program or "", "show", "--property=NTPSynchronized", "--value"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5).stdout.strip() if program else ""
    words = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if said == "yes":
        return right("clock", f"{words}, kept by NTP")
    return look("clock", f"{words}, and nothing here says that NTP keeps it", "run chrony or systemd-timesyncd; compare with another clock")


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
