"""Checks of a machine that hub and agent share: room on a disk, who can read a file, whether NTP keeps the clock, time zones."""

import shutil
import subprocess
import zoneinfo
from datetime import datetime
from pathlib import Path

from star57.findings import Finding, look, right, wrong

WRONG_BYTES, LOOK_BYTES = 200_000_000, 2_000_000_000


def room_beside(name: str, path: Path, who: str) -> Finding:
    """A full disk stops writing; with SQLite it stops reading too."""
    there, free = free_beside(path)
    words = f"{free / 1e9:.1f} GB free beside the {name}"
    if free < WRONG_BYTES:
        return wrong("disk", words, f"make room on the disk of {there} now: a full disk stops the {who}")
    if free < LOOK_BYTES:
        return look("disk", words, f"make room on the disk of {there}")
    return right("disk", words)


def free_beside(path: Path) -> tuple[Path, int]:
    """The part of the path that is there, and the bytes free on its disk."""
    there = next(each for each in (path, *path.absolute().parents) if each.exists())
    return there, shutil.disk_usage(there).free


def others_read(path: Path) -> bool:
    """By its own bits, and those of the folder it lies in."""
    return bool(path.stat().st_mode & 0o044) and bool(path.absolute().parent.stat().st_mode & 0o011)


def time_zones() -> Finding:
    known = zoneinfo.available_timezones()
    if {"America/New_York", "America/Chicago", "Europe/London"} <= known:
        return right("time zones", f"{len(known)} known")
    return wrong("time zones", "the data is missing", "install tzdata: pip install tzdata")


def synchronised(now: datetime) -> Finding:
    program = shutil.which("timedatectl")
    asked = [program or "", "show", "--property=NTPSynchronized", "--value"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5).stdout.strip() if program else ""
    words = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if said == "yes":
        return right("clock", f"{words}, kept by NTP")
    return look("clock", f"{words}, and nothing here says that NTP keeps it", "run chrony or systemd-timesyncd; compare with another clock")
