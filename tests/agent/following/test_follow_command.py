"""star57 agent follow, run and status as a carrier types them: records are found within a second, and a stop loses nothing."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from star57 import clock
from star57.agent.stores import open_store
from star57.cli import main
from tests.agent.following.switch import FLAT, Site, line, lines, names

STAR57 = str(Path(sys.executable).with_name("star57"))


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    return Site(tmp_path)


def typed(site, *words: str) -> int:
    return main(["agent", words[0], "--config", str(site.config), *words[1:]])


def begun(site, *words: str, **pipes) -> subprocess.Popen:
    return subprocess.Popen([STAR57, "agent", words[0], "--config", str(site.config), *words[1:]], text=True, **pipes)


def found_after_s(site, call_id: str, within_s: float = 20) -> float:
    store, began = open_store(site.configuration.store), clock.monotonic()
    while not store.by_call_id(call_id):
        assert clock.monotonic() - began < within_s
        time.sleep(0.005)
    return clock.monotonic() - began


def test_follow_once_takes_in_what_is_there_and_status_says_how_far(site, capsys):
    site.write(lines(0, 3) + "x|y\n")
    assert typed(site, "follow", "--once") == 0
    assert "stopped; 3 new records are in the store; 1 lines could not be read, and are kept in unreadable/" in capsys.readouterr().out
    assert typed(site, "status") == 0
    shown = capsys.readouterr().out
    assert "sbc: not followed now" in shown
    assert "3 records, 1 unread lines" in shown
    assert f"at {site.file}, line 4" in shown
    assert typed(site, "status", "--json") == 0
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    assert (source["records"], source["unread"], source["last_started_at"]) == (3, 1, "2026-11-22T12:00:02Z")
    assert 0 <= source["lag_s"] < 60


def test_follow_once_ends_with_1_when_a_source_could_not_be_read(tmp_path, capsys):
    site = Site(tmp_path, FLAT + '[[follow]]\nname = "db"\nformat = "kamailio-sql"\ndatabase = "sqlite:acc.db"\ntable = "acc"\n')
    site.write(lines(0, 2))
    assert typed(site, "follow", "--once") == 1
    told = capsys.readouterr().out
    assert "db: acc.db, table acc: SQLite cannot read it" in told
    assert "2 new records" in told


def test_damaged_positions_may_be_moved_away(site, capsys):
    site.write(lines(0, 2))
    assert typed(site, "follow", "--once") == 0
    site.configuration.positions.write_bytes(b"no database at all " * 300)
    assert typed(site, "follow", "--once") == 1
    assert "move it away: every source is then read anew, and records that are known stay single" in capsys.readouterr().err
    site.configuration.positions.unlink()
    assert typed(site, "follow", "--once") == 0
    assert site.calls() == names(0, 2)


@pytest.mark.slow
def test_standard_input_is_taken_in_line_by_line(site, tmp_path):
    with begun(site, "follow", "--stdin", "--format", "kamailio-flatstore", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(lines(0, 2))
        process.stdin.flush()
        found_after_s(site, "call-1")
        process.stdin.write("x|y\n" + line(2) + line(3)[:30])
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "3 new records" in out
    assert site.calls() == names(0, 3)
    assert '"line": 3' in site.unread("standard-input")
    assert '"line": 5, "reason": "the input ended inside this line"' in site.unread("standard-input")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--stdin"], "--stdin and --format go together"),
        (["--stdin", "--format", "freepbx-sql"], "not written line by line"),
        (["--stdin", "--format", "punched-cards"], "no format is called"),
    ],
)
def test_what_cannot_be_followed_is_refused(site, words, says, capsys):
    assert typed(site, "follow", *words) in (1, 2)
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (FLAT.replace("files", "flies"), "unknown key follow[1].flies"),
        (FLAT.replace("kamailio-flatstore", "cards"), "no format is called 'cards'"),
        ('name = "a"\nformat = "csv"\n', "give exactly one of files and database"),
        ('name = "a"\nformat = "kamailio-sqlite"\nfiles = ["acc.db"]\n', 'write database = "sqlite:PATH"'),
        ('name = "a"\nformat = "kamailio-sql"\ndatabase = "sqlite:acc.db"\n', "say with table"),
        ('name = "a"\nformat = "kamailio-sql"\ndatabase = "oracle://x"\ntable = "acc"\n', "follow[1].database: 'oracle://x' is no"),
        (FLAT.replace("settle_s", 'time_zone = "Mars/Base"\nsettle_s'), "follow[1].time_zone: 'Mars/Base' is not a time zone"),
        (FLAT + "[[follow]]\n" + FLAT, "the same name"),
    ],
)
def test_a_follow_table_that_is_wrong_is_named_at_the_start(tmp_path, table, says, capsys):
    assert typed(Site(tmp_path, table), "follow") == 2
    assert says in capsys.readouterr().err


@pytest.mark.slow
def test_ctrl_c_ends_it_and_says_how_to_go_on(site):
    with begun(site, "follow", stdout=subprocess.PIPE) as process:
        site.write(lines(0, 2))
        found_after_s(site, "call-1")
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"go on with: star57 agent follow --config {site.config}" in " ".join(out.split("\n"))
    site.catch_up()
    assert site.calls() == names(0, 2)


@pytest.mark.slow
def test_a_running_agent_follows_beside_answering_and_its_follower_ends_with_it(site):
    with begun(site, "run", stdout=subprocess.PIPE) as process:
        site.write(lines(0, 2))
        found_after_s(site, "call-1")
        site.write(line(2))
        found_after_s(site, "call-2", 5)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)
    began = clock.monotonic()
    while _is_followed(site):
        assert clock.monotonic() - began < 20
        time.sleep(0.05)
    assert site.calls() == names(0, 3)


def _is_followed(site) -> bool:
    from star57.agent.files_alone import is_taken

    return is_taken(Path(site.configuration.positions))


@pytest.mark.slow
def test_a_record_is_found_within_a_second_of_being_written(site, capsys):
    stop = threading.Event()
    with site.follower() as follower:
        following = threading.Thread(target=follower.run, args=(stop.is_set,))
        following.start()
        took = []
        try:
            for count in range(30):
                site.write(line(count))
                took.append(found_after_s(site, f"call-{count}"))
                time.sleep(0.01 * (count % 7))
        finally:
            stop.set()
            following.join()
    took.sort()
    with capsys.disabled():
        print(f"\nfrom written to found: p50 {took[15] * 1000:.0f} ms, most {took[-1] * 1000:.0f} ms")
    assert took[15] < 1.0
