"""What monitors are told: a hub that can write nothing more is not ready."""

import shutil
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_hub_without_room_on_its_disk_is_not_ready(monkeypatch: pytest.MonkeyPatch, settings, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")
    assert Client().get("/readyz").status_code == 200
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1_000_000))
    told = Client().get("/readyz")
    assert (told.status_code, told.json()["code"]) == (503, "disk_full")
    assert "make room for evidence" in told.json()["detail"]
    assert Client().get("/healthz").status_code == 200
