"""`star57 demo` as a user runs it: the built-in world from beginning to end, and every way to be refused before anything starts."""

import json
import socket

import pytest

from star57.cli import main
from star57.world.builtin_world import BUILTIN_CALLS, BUILTIN_WORLD
from tests.agent.formats.test_kamailio import ACC
from tests.world.runs import demo

FOUND, ENTRY, PERSON, NOTHING = "originator_identified", "point_of_entry_identified", "needs_person", "no_record"
EXPECTED = [
    (FOUND, ["CEDAR", "NORTHSTAR", "HARBOR", "PRAIRIE"], "Quick Reach Dialing"),
    (ENTRY, ["CEDAR", "NORTHSTAR", "HARBOR", "GULF"], "Perla Call Connect"),
    (ENTRY, ["CEDAR", "HARBOR", "GULF"], "Perla Call Connect"),
    (FOUND, ["CEDAR", "HARBOR", "PRAIRIE"], "Quick Reach Dialing"),
    (FOUND, ["CEDAR", "HARBOR", "PRAIRIE"], "Quick Reach Dialing"),
    (PERSON, ["CEDAR"], None),
    (FOUND, ["BIRCH", "SUMMIT", "LANTERN"], "Evergreen Benefit Helpers"),
    (NOTHING, ["CEDAR"], None),
]


@pytest.mark.slow
def test_the_built_in_world_shows_every_kind_of_end(tmp_path):
    ended = demo("--json", tmp_path / "out.json")
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr
    out = json.loads((tmp_path / "out.json").read_text())
    assert [(call["outcome"], call["path"], (call["source"] or {}).get("name")) for call in out["calls"]] == EXPECTED
    assert out["calls"][5]["waiting_for"] == {"provider": "CEDAR", "reason": "two_calls_fit"}
    assert out["summary"]["outcomes"] == {FOUND: 4, ENTRY: 2, PERSON: 1, NOTHING: 1}
    assert all(hop["reasons"] for call in out["calls"] for hop in call["hops"])
    assert "◀── ■ Quick Reach Dialing (customer)" in ended.stdout
    assert "4 days in 2020" in ended.stdout
    assert "\x1b" not in ended.stdout
    assert ended.stderr == ""


@pytest.fixture(scope="module")
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


REFUSALS = {
    "a bad row": (["--calls", "bad.csv"], "bad.csv: line 2: called: "),
    "no such provider": (["--calls", "stranger.csv"], "stranger.csv: line 2: terminating: 'NOBODY' is no provider of the world"),
    "a glob without match": (["--world", "glob.toml"], "glob.toml: provider A, records 1: files: 'none-*.csv' matches no file"),
    "an unknown key": (["--world", "key.toml"], "key.toml: provider A: unknown key 'colour'"),
    "records of another format": (["--world", "format.toml"], "format.toml: provider A, records 1: "),
    "records that were cut": (["--world", "cut.toml"], "cut.toml: provider A, records 1: cut.log: ends within a record, at line 2: "),
    "no world file": (["--world", "none.toml"], "none.toml: cannot be read"),
    "a result that cannot be written": (["--json", "no/such/out.json"], "--json: "),
    "a result that is a folder": (["--json", "."], "is a folder: name a file"),
    "a taken port": (["--port", "TAKEN"], "Address already in use"),
    "a database of no kind": (["--db", "mysql://x"], "--db: begin with postgresql:// or sqlite:///"),
    "a database that is there": (["--db", "sqlite:///bad.csv"], "--db: "),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_done_is_refused_in_one_line(tmp_path, monkeypatch, capsys, taken_port, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text("called,calling,time,terminating\n5550100,,2026-11-22T13:49:17Z,CEDAR\n")
    (tmp_path / "stranger.csv").write_text("called,calling,time,terminating\n+16175550100,,2026-11-22T13:49:17Z,NOBODY\n")
    (tmp_path / "good.csv").write_text("called,calling,time,terminating\n+16175550100,,2026-11-22T13:49:17Z,A\n")
    provider = '[[provider]]\nid = "A"\nname = "A"\n'
    records = '[[provider.records]]\nformat = "kamailio-sqlite"\nfiles = ["{}"]\n'
    (tmp_path / "glob.toml").write_text(provider + records.format("none-*.csv"))
    (tmp_path / "key.toml").write_text(provider + 'colour = "blue"\n')
    (tmp_path / "format.toml").write_text(provider + records.format("good.csv"))
    (tmp_path / "cut.toml").write_text(provider + records.format("cut.log").replace("sqlite", "flatstore"))
    (tmp_path / "cut.log").write_text(f"{ACC}\n{ACC[:40]}")
    given, said = REFUSALS[name]
    arguments = [str(taken_port) if each == "TAKEN" else each for each in given]
    if "--world" in arguments:
        arguments += ["--calls", "good.csv"]
    else:
        arguments += ["--world", str(BUILTIN_WORLD)]
        arguments += [] if "--calls" in arguments else ["--calls", str(BUILTIN_CALLS)]
    assert main(["demo", "--once", *arguments]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("star57: ")
    assert told.count("\n") == 1
