"""A hub is founded by one command, on either database, and serves; the command changes nothing the second time."""

import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from star57.clock import monotonic
from tests.upkeep.hub_process import bare, served, settings_of, star57, star57_in_little_room

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    """The settings of a new hub on SQLite, to do with as a test likes."""
    return found_in(tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of a new hub that tests only look at."""
    return found_in(tmp_path_factory.mktemp("standing"))


def found_in(folder: Path) -> Path:
    done = star57("init", "--data", str(folder / "hub"), "--host", "hub.example", "--admin", "ana@consortium.example")
    assert (done.returncode, done.stderr) == (0, ""), done
    assert re.search(r"https://hub\.example/invitations/\S{20,}/", done.stdout)
    return folder / "hub" / "star57.env"


def test_a_second_time_changes_nothing_and_says_so(founded: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mode) for path in founded.parent.iterdir() if path.is_file()}
    done = star57("init", "--data", str(founded.parent), "--admin", "ana@consortium.example")
    assert done.returncode == 0
    assert all(words in done.stdout for words in ("is there and is kept", "nothing changed", "was there", "is invited already"))
    assert founded.read_bytes() == before[founded][0]
    assert founded.stat().st_mode & 0o777 == 0o600
    doctor = star57("doctor", settings_file=founded)
    assert doctor.returncode == 0, doctor.stdout
    assert "ok    record: " in doctor.stdout


def test_every_link_bears_the_name_that_browsers_use(standing: Path, tmp_path: Path) -> None:
    """On a machine of one's own too: a passkey is bound to a name, never to an address."""
    asked = "from django.conf import settings; print(settings.PORTAL_URL)"
    assert told(standing, asked) == "https://hub.example"
    done = star57("init", "--data", str(tmp_path / "hub"), "--admin", "ana@consortium.example")
    assert re.search(r"http://localhost:8057/invitations/\S{20,}/", done.stdout)


def told(settings_file: Path, asked: str) -> str:
    """What a program prints with these settings."""
    more = {"DJANGO_SETTINGS_MODULE": "star57.hub.config.settings", **settings_of(settings_file)}
    return subprocess.run([sys.executable, "-c", asked], env=bare(None) | more, capture_output=True, text=True, check=True).stdout.strip()


def test_what_a_full_disk_left_half_written_is_made_anew(founded: Path, tmp_path: Path) -> None:
    """The database fits; the largest of the pages' files does not."""
    again = tmp_path / "again"
    cut_off = star57_in_little_room("init", "--data", str(again), file_bytes=2_500_000)
    assert cut_off.returncode == 1
    assert cut_off.stderr.count("\n") == 1
    assert not (again / "static" / "staticfiles.json").exists()
    assert star57("init", "--data", str(again)).returncode == 0
    assert collected(again) == collected(founded.parent)


def collected(hub: Path) -> dict[Path, bytes]:
    root = hub / "static"
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*.*") if path.is_file()}


def test_the_doctor_says_what_is_wrong_and_what_to_do(founded: Path) -> None:
    import sqlite3

    founded.chmod(0o644)
    founded.parent.chmod(0o755)
    with sqlite3.connect(founded.parent / "star57.sqlite3") as database:
        database.execute("DROP TRIGGER ledger_records_hop_update")
    database.close()
    (founded.parent / "static" / "staticfiles.json").unlink()
    moved = star57("doctor", settings_file=founded, STAR57_CLOCK_OFFSET_S="60", STAR57_TRUSTED_PROXIES="")
    assert moved.returncode == 1
    for words in ("chmod go-rwx", "ledger_records_hop_update", "none in", "unset STAR57_CLOCK_OFFSET_S", "STAR57_TRUSTED_PROXIES"):
        assert words in moved.stdout


def test_pages_bring_hashed_scripts_that_find_one_another(standing: Path) -> None:
    with served(standing) as (port, _process), httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as browser:
        page = browser.get("/sign-in/", follow_redirects=True)
        addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
        main = next(each for each in addresses if "/main." in each)
        script = browser.get(main)
        assert script.headers["cache-control"].endswith("immutable")
        assert script.headers["content-encoding"] in {"gzip", "br"}
        folder = main.rpartition("/")[0]
        found = re.findall(r'from "\./([^"]+)"', script.text)
        assert found
        assert all(re.fullmatch(r"[a-z0-9_/-]+\.[0-9a-f]{12}\.js", each) for each in found)
        assert {browser.get(f"{folder}/{each}").status_code for each in found} == {200}


def test_an_outage_is_credited_at_the_console(standing: Path) -> None:
    nobody = star57("credit-outage", "--since", "2026-11-02T13:50:00Z", "--until", "2026-11-02T15:20:00Z", settings_file=standing)
    assert (nobody.returncode, nobody.stdout) == (0, "No clock ran in that time: nothing changed.\n"), nobody
    turned = star57("credit-outage", "--since", "2026-11-02T15:20:00Z", "--until", "2026-11-02T13:50:00Z", settings_file=standing)
    assert (turned.returncode, turned.stderr.count("\n")) == (2, 1)


def test_metrics_are_for_the_operator(standing: Path) -> None:
    token = settings_of(standing)["STAR57_METRICS_TOKEN"]
    with served(standing) as (port, _process), httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as monitor:
        assert monitor.get("/metrics").status_code == 404
        assert monitor.get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 404
        assert monitor.get("/api/v1/requests?wait=5").status_code == 401
        shown = monitor.get("/metrics", headers={"Authorization": f"Bearer {token}"}).text
        assert 'route="/api/v1/requests?wait",status="401"} 1' in shown
        assert "star57_record_readable 1" in shown
        assert "star57_clock_lag_seconds 0" in shown
        assert "ana@" not in shown


def test_sqlite_serves_from_one_process_and_says_why(standing: Path) -> None:
    done = star57("serve", "--workers", "2", settings_file=standing)
    assert done.returncode == 1
    assert "star57 hub move --to postgresql://" in done.stderr


def test_one_process_serves_and_passes_the_clocks(founded: Path) -> None:
    with served(founded, "--work") as (port, process):
        database = settings_of(founded)["STAR57_DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(database)) as record:
            beats = "SELECT COUNT(*) FROM records_heartbeat WHERE duty IN ('clock', 'post')"
            assert until(lambda: record.execute(beats).fetchone() == (2,), within_s=60), "the clock passes without another process"
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False, timeout=30).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130, "as a shell expects of what Ctrl-C ended"


def until(is_so: Callable[[], bool], within_s: float) -> bool:
    """Ask again until it is so."""
    end = monotonic() + within_s
    while monotonic() < end:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def test_several_processes_serve_one_postgresql(postgresql: str, tmp_path: Path) -> None:
    url = urlsplit(postgresql)._replace(path="/founded").geturl()
    done = star57("init", "--data", str(tmp_path), "--database", url)
    assert (done.returncode, done.stderr) == (0, ""), done
    settings = tmp_path / "star57.env"
    assert "founded_web:" in settings_of(settings)["STAR57_DATABASE_URL"]
    assert "founded_owner" not in settings.read_text()
    bearer = {"Authorization": f"Bearer {settings_of(settings)['STAR57_METRICS_TOKEN']}"}
    with served(settings, "--workers", "3") as (port, process):
        address = f"http://127.0.0.1:{port}"
        assert [httpx.get(f"{address}/healthz", trust_env=False, timeout=30).status_code for _ in range(30)] == [200] * 30
        shown = httpx.get(f"{address}/metrics", headers=bearer, trust_env=False, timeout=30).text
        assert 'star57_requests_total{method="GET",route="/healthz",status="200"} 30.0' in shown, "added up over all processes"
        begun = monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert monotonic() - begun < 20
    with served(settings, "--workers", "2", stderr=subprocess.PIPE) as (port, process):
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False, timeout=30).status_code == 200
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert (process.returncode, said) == (0, ""), "Ctrl-C kills nobody at work"
