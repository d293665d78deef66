"""A backup brings a hub back as it was, or is refused; none is ever half there."""

import os
import signal
import subprocess
import sys
import tarfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from star57.clock import monotonic
from star57.hub.domain.access import OrganisationKind
from star57.hub.ledger.verify import verify
from star57.hub.records.models import Organisation
from star57.hub.upkeep.backup import backup
from star57.hub.upkeep.refusals import NotDone
from star57.hub.upkeep.restore import restore
from star57.hub.usecases.register_organisation import register_organisation
from tests.databases import Database, connected
from tests.upkeep.lived_in import EVIDENCE, everything, kept_files
from tests.usecases.cast import MONDAY, STAFF

NOON = MONDAY + timedelta(hours=2)


def test_a_hub_comes_back_as_it_was(hub: Database, nothing_yet: str, tmp_path: Path, settings: Any) -> None:
    before = everything()
    assert sum(map(len, before.values())) > 100
    backup(tmp_path / "backup", NOON)
    settings.EVIDENCE_DIR = str(tmp_path / "evidence-restored")
    with connected(nothing_yet):
        found = restore(tmp_path / "backup")
        assert everything() == before
        assert found.verification is not None
        assert (found.verification.problems, found.manifest.made_at) == ((), NOON)
        register_organisation(actor=STAFF, kind=OrganisationKind.AGENCY, name="Later", public_id=None, now=NOON)
        assert verify(problem_limit=1).holds, "what is entered afterwards goes on from there"
    assert kept_files(tmp_path / "evidence-restored") == {"ab/cd/abcd": EVIDENCE}
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0


def test_a_backup_beside_writers_holds_one_instant(hub: Database, nothing_yet: str, tmp_path: Path, settings: Any) -> None:
    ended = threading.Event()
    written: list[str] = []

    def write() -> None:
        from django.db import connection

        while not ended.is_set():
            name = f"Written {len(written)}"
            register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name=name, public_id=None, now=NOON)
            written.append(name)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    while len(written) < 3:
        time.sleep(0.01)
    backup(tmp_path / "backup", NOON)
    at_least = len(written)
    ended.set()
    writer.join()
    assert at_least >= 3
    settings.EVIDENCE_DIR = str(tmp_path / "evidence-restored")
    with connected(nothing_yet):
        assert restore(tmp_path / "backup").verification is not None
        assert verify(problem_limit=1).holds
        names = list(Organisation.objects.filter(name__startswith="Written").order_by("pk").values_list("name", flat=True))
        assert names == written[: len(names)]


def test_a_used_place_is_left_alone(hub: Database, tmp_path: Path) -> None:
    backup(tmp_path / "backup", NOON)
    before = everything()
    with pytest.raises(NotDone, match="holds tables already"):
        restore(tmp_path / "backup")
    assert everything() == before
    with pytest.raises(NotDone, match="is there already"):
        backup(tmp_path / "backup", NOON)


def test_evidence_that_is_there_is_not_mixed_with_a_backups(hub: Database, nothing_yet: str, tmp_path: Path) -> None:
    backup(tmp_path / "backup", NOON)
    with connected(nothing_yet), pytest.raises(NotDone, match="There are files in"):
        restore(tmp_path / "backup")


def changed(archive: Path, to: Path, name: str) -> Path:
    """The archive with one byte of one file changed."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            content = bytearray(old.extractfile(member).read())  # type: ignore[union-attr]
            if member.name == name:
                content[len(content) // 2] ^= 1
            import io

            new.addfile(member, io.BytesIO(bytes(content)))
    return to


def test_a_damaged_backup_is_refused_before_anything_is_touched(hub: Database, nothing_yet: str, tmp_path: Path, settings: Any) -> None:
    backup(tmp_path / "backup", NOON)
    settings.EVIDENCE_DIR = str(tmp_path / "evidence-restored")
    whole = (tmp_path / "backup").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) * 2 // 3])
    with connected(nothing_yet):
        with pytest.raises(NotDone, match=r"is damaged: evidence/ab/cd/abcd"):
            restore(changed(tmp_path / "backup", tmp_path / "changed", "evidence/ab/cd/abcd"))
        with pytest.raises(NotDone, match="is no whole backup"):
            restore(tmp_path / "cut")
        from star57.hub.upkeep import tables

        assert tables.names("default") == []
    assert not (tmp_path / "evidence-restored").exists()


SLOWLY = """
import sys, time, django
django.setup()
from pathlib import Path
from star57 import clock
from star57.hub.upkeep import backup
real = backup.Writer.add
def slowly(self, name, path):
    real(self, name, path)
    print(name, flush=True)
    time.sleep(60)
backup.Writer.add = slowly
backup.backup(Path(sys.argv[1]), clock.now())
"""


@pytest.mark.slow
def test_a_killed_backup_leaves_no_file_and_is_no_obstacle(hub: Database, tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "STAR57_EVIDENCE_DIR": str(tmp_path / "evidence")}
    command = [sys.executable, "-c", SLOWLY, str(tmp_path / "backup")]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, env=environment, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        begun = monotonic()
        assert process.stdout.readline(), "it had begun"
        assert monotonic() - begun < 50
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "backup").exists()
    backup(tmp_path / "backup", NOON)
    assert [path.name for path in tmp_path.glob(".*partial")] == []
