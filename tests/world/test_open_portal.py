"""The demo that stays open, the demo on PostgreSQL, and a demo whose parent is killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import psycopg
import pytest

from star57.clock import monotonic
from star57.world.builtin_world import BUILTIN_WORLD
from tests.databases import create_database
from tests.world.runs import HEADER, demo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
STAR57 = str(Path(sys.executable).with_name("star57"))


@pytest.fixture
def one_call(tmp_path):
    calls = tmp_path / "calls.csv"
    calls.write_text(HEADER + "+16175550192,,2026-11-22T13:49:36Z,CEDAR,10\n")
    return ["--world", str(BUILTIN_WORLD), "--calls", str(calls)]


@pytest.fixture
def open_demo(one_call, tmp_path):
    """A demo whose portal is open: its process, what it said, and the folder it keeps its things in."""
    (tmp_path / "things").mkdir()
    mine = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}  # the demo's hub has its own
    environment = mine | {"TMPDIR": str(tmp_path / "things")}
    command = [STAR57, "demo", *one_call]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True) as process:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                break
        yield process, "".join(said), tmp_path / "things"
        process.kill()


def address_in(said: str) -> str:
    return next(line.split()[-1] for line in said.splitlines() if line.startswith("The portal is open at"))


def test_the_portal_stays_open_until_ctrl_c_and_nothing_is_left(open_demo):
    process, said, things = open_demo
    assert httpx.get(address_in(said) + "/healthz", timeout=30).is_success
    assert {"analyst@consortium.example", "engineer@cedar.example", "stranger@birch.example"} <= set(said.split())
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert list(things.iterdir()) == []


def test_its_clocks_move(open_demo):
    _process, _said, things = open_demo
    until = monotonic() + 60
    while not beats(next(things.rglob("*.sqlite3"))) and monotonic() < until:
        time.sleep(0.2)
    assert "clock" in beats(next(things.rglob("*.sqlite3")))


def beats(database: Path) -> set[str]:
    """The duties that were done in the demo's hub."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return {duty for (duty,) in connection.execute("SELECT duty FROM records_heartbeat")}


def test_a_killed_demo_leaves_no_process_behind(open_demo):
    process, said, _ = open_demo
    process.kill()
    process.wait(10)
    give_up_at = monotonic() + 20
    while monotonic() < give_up_at:
        try:
            httpx.get(address_in(said) + "/healthz", timeout=5)
        except httpx.ConnectError:
            return
        time.sleep(0.1)
    pytest.fail("the hub still answers")


def test_a_demo_on_postgresql_may_use_its_own_database_again_and_nobody_elses(postgresql, one_call):
    ours, theirs = (postgresql.rpartition("/")[0] + f"/{name}" for name in ("of_a_demo", "of_somebody"))
    for _ in range(2):
        ended = demo("--db", ours, *one_call)
        assert ended.returncode == 0, ended.stdout + ended.stderr
    create_database(postgresql, "of_somebody")
    with psycopg.connect(theirs, autocommit=True) as connection:
        connection.execute("CREATE TABLE precious (grain int)")
    ended = demo("--db", theirs, *one_call)
    assert (ended.returncode, "of_somebody is not empty and no demo made it" in ended.stderr) == (2, True)
