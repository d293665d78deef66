"""Where the hub keeps things on this machine."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from star57.hub.evidence.media import LARGEST
from star57.machine import free_beside

FULL_BYTES = LARGEST + 5_000_000  # the largest upload and what the database writes beside it


def places() -> dict[str, Path]:
    """By name: the folder of evidence, and SQLite's file."""
    found = {"evidence": Path(settings.EVIDENCE_DIR)}
    if connection.vendor == "sqlite":
        found["database"] = Path(connection.settings_dict["NAME"])
    return found


def places_without_room() -> list[str]:
    """The names of those where nothing more can be kept."""
    return [name for name, path in places().items() if free_beside(path)[1] < FULL_BYTES]
