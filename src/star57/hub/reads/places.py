"""Where the hub keeps things on this machine."""

from pathlib import Path

from django.conf import settings
from django.db import connection


def places() -> dict[str, Path]:
    """By name: the folder of evidence, and SQLite's file."""
    found = {"evidence": Path(settings.EVIDENCE_DIR)}
    if connection.vendor == "sqlite":
        found["database"] = Path(connection.settings_dict["NAME"])
    return found
