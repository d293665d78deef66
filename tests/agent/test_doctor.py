"""The agent's doctor: each thing that is wrong is found, and said with what to do."""

import json
from datetime import timedelta

import pytest

from star57.agent.host import alone_with
from star57.agent.stores.embedded.store import EmbeddedStore
from tests.agent.hub_stand_in import hub_stand_in
from tests.agent.typed import Carrier


@pytest.fixture
def carrier(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    return Carrier(tmp_path)


def found(carrier, capsys, *, exit_code):
    capsys.readouterr()
    assert carrier("doctor", "--json") == exit_code
    said = json.loads(capsys.readouterr().out)
    assert said["is_well"] is (exit_code == 0)
    assert all(bool(each["to_do"]) is (each["grade"] != "right") for each in said["findings"])
    return {(each["subject"], each["grade"]): each for each in said["findings"]}


def test_an_agent_in_order_is_well(carrier, capsys):
    with hub_stand_in() as hub:
        carrier.write(hub.address)
        carrier.config.chmod(0o600)
        carrier.imports()
        with alone_with(carrier.folder / "agent-journal.sqlite3"):
            seen = found(carrier, capsys, exit_code=0)
        assert hub.polls == []  # nothing was received by asking
    right = {subject for subject, grade in seen if grade == "right"}
    assert right >= {"configuration", "permissions", "hub", "clock against the hub", "agent", "store", "follow", "trunks", "time zones"}


def test_it_says_what_is_wrong_in_lines(carrier, capsys):
    carrier.config.chmod(0o644)
    carrier.folder.chmod(0o755)
    assert carrier("doctor") == 1
    said = capsys.readouterr().out
    assert f"BAD   permissions: others on this machine can read the hub's key in {carrier.config}" in said
    assert f"→ chmod go-rwx {carrier.config}" in said
    assert "BAD   hub: the hub cannot be reached at 127.0.0.1" in said
    assert "BAD   agent: is not running" in said
    assert "look  store: holds no record" in said


def test_a_store_that_others_can_read_is_told(carrier, capsys):
    carrier.config.chmod(0o600)
    carrier.folder.chmod(0o755)
    carrier.imports()
    (carrier.folder / "records").chmod(0o755)
    assert found(carrier, capsys, exit_code=1)[("permissions", "look")]["to_do"] == f"chmod go-rwx {carrier.folder / 'records'}"


def test_a_configuration_that_cannot_be_read_is_the_only_finding(carrier, capsys):
    carrier.config.write_text('hub = "https://hub.example"\nkee = "x"\n')
    assert list(found(carrier, capsys, exit_code=1)) == [("configuration", "wrong")]


def test_a_key_that_the_hub_does_not_take_is_wrong(carrier, capsys):
    with hub_stand_in() as hub:
        carrier.write(hub.address)
        carrier.config.write_text(carrier.config.read_text().replace("s57_", "s57_old_"))
        said = found(carrier, capsys, exit_code=1)[("hub", "wrong")]
    assert "does not accept the key" in said["words"]
    assert "s57_old_" not in json.dumps(said)


@pytest.mark.parametrize(("off_s", "grade", "words"), [(60, "wrong", "ahead of"), (-60, "wrong", "behind"), (-5, "look", "behind")])
def test_clocks_that_differ_are_told(carrier, capsys, off_s, grade, words):
    with hub_stand_in() as hub:
        hub.clock_off = timedelta(seconds=off_s)
        carrier.write(hub.address)
        assert words in found(carrier, capsys, exit_code=1)[("clock against the hub", grade)]["words"]


def test_a_damaged_newest_day_is_named(carrier, capsys):
    carrier.imports()
    (segment,) = (carrier.folder / "records" / "segments").iterdir()
    content = bytearray(segment.read_bytes())
    content[len(content) // 3] ^= 0xFF
    segment.write_bytes(content)
    said = found(carrier, capsys, exit_code=1)[("store", "wrong")]
    assert "2026-11-23" in said["words"] + said["to_do"]


def test_a_damaged_journal_is_told_here_and_by_whoever_opens_it(carrier, capsys):
    assert carrier("review", "list") == 0
    assert ("journal", "right") in found(carrier, capsys, exit_code=1)
    assert not list(carrier.folder.glob("*-shm"))
    journal = carrier.folder / "agent-journal.sqlite3"
    content = journal.read_bytes()
    journal.write_bytes(content[:4096] + bytes(len(content) - 4096))
    assert "is damaged" in found(carrier, capsys, exit_code=1)[("journal", "wrong")]["words"]
    journal.write_bytes(b"no database at all " * 300)
    assert "restore it from a backup" in found(carrier, capsys, exit_code=1)[("journal", "wrong")]["to_do"]
    assert carrier("review", "list") == 1
    assert "restore it from a backup; without one move it away" in capsys.readouterr().err


def test_ways_in_that_no_trunk_names_are_told_with_their_volume(carrier, capsys):
    carrier.imports("192.0.2.77")
    said = found(carrier, capsys, exit_code=1)[("trunks", "look")]
    assert said["words"].startswith("1 of the newest 2 records")
    assert "from 192.0.2.77" in said["words"]


def test_a_source_that_nobody_follows_is_told(carrier, capsys):
    carrier.config.write_text(carrier.config.read_text() + '[[follow]]\nname = "sbc"\nformat = "asterisk-csv"\nfiles = ["Master.csv"]\n')
    (carrier.folder / "Master.csv").touch()
    assert "star57 agent run" in found(carrier, capsys, exit_code=1)[("follow sbc", "look")]["to_do"]


def test_a_source_whose_files_are_not_there_is_told(carrier, capsys):
    carrier.config.write_text(carrier.config.read_text() + '[[follow]]\nname = "sbc"\nformat = "csv"\nfiles = ["a.csv", "b*.csv"]\n')
    (carrier.folder / "b1.csv").touch()
    assert carrier("doctor") == 1
    told = capsys.readouterr().out
    assert f"look  follow sbc: nothing is there as {carrier.folder / 'a.csv'}\n" in told
    assert "b*.csv" not in told


def test_a_published_list_that_cannot_be_read_is_wrong(carrier, capsys):
    carrier.config.write_text(carrier.config.read_text() + '[[watch]]\ncampaign = "Warranty"\nnumbers = "warranty.txt"\n')
    assert "cannot be read" in found(carrier, capsys, exit_code=1)[("watch Warranty", "wrong")]["words"]
    (carrier.folder / "warranty.txt").write_text("+12025550143\n")
    assert "1 calling numbers" in found(carrier, capsys, exit_code=1)[("watch Warranty", "right")]["words"]


def test_a_store_whose_description_is_wrong_leaves_the_other_checks_going(carrier, capsys):
    carrier.config.write_text(carrier.config.read_text().replace('"records"', '"lookup:lookup.toml"'))
    assert "there is no such file: see store" in found(carrier, capsys, exit_code=1)[("store", "wrong")]["words"]
    (carrier.folder / "lookup.toml").write_text('comand = ["find"]\n')
    seen = found(carrier, capsys, exit_code=1)
    assert "unknown key comand" in seen[("store", "wrong")]["words"]
    assert ("time zones", "right") in seen


def test_days_are_kept_the_newest_first(carrier):
    carrier.imports()
    (day,) = EmbeddedStore(carrier.folder / "records").days()
    assert (day.day, day.records, f"{day.last_started_at:%H:%M:%S}") == ("2026-11-23", 2, "15:10:00")
