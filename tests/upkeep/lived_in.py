"""A hub that was lived in: calls traced, answers given and disputed, a file of evidence; and the rows of its tables, to compare."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from star57 import clock
from star57.hub.evidence.store import store
from star57.hub.upkeep import tables
from tests.journeys.scene import make_scene

EVIDENCE = b"%PDF-1.4 the page of a switch's accounting that shows the call\n"


def live_in(folder: Path) -> None:
    """Fill Django's own database and an evidence folder."""
    true_now, true_folder = clock.now, settings.EVIDENCE_DIR
    settings.EVIDENCE_DIR = str(folder / "evidence")
    try:
        make_scene()
        (store().folder / "ab" / "cd").mkdir(parents=True)
        (store().folder / "ab" / "cd" / "abcd").write_bytes(EVIDENCE)
        (store().folder / "incoming").mkdir()
        (store().folder / "incoming" / "half").write_bytes(b"not yet whole")
    finally:
        clock.now, settings.EVIDENCE_DIR = true_now, true_folder


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every model, in Python's values."""
    return {
        model._meta.db_table: [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in model._base_manager.order_by("pk").values_list(*(field.attname for field in model._meta.concrete_fields))
        ]
        for model in tables.models()
    }


def kept_files(folder: Path) -> dict[str, bytes]:
    """The evidence in a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def vendor() -> str:
    return connection.vendor
