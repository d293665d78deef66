"""The agent's file: whatever is wrong is said in one line that names the place."""

from pathlib import Path

import pytest

from star57.agent.configuration import read_configuration
from star57.agent.ends import Neighbour
from star57.agent.policy import Mode
from star57.agent.toml_tables import BadConfiguration
from star57.wire.answers import ActionTaken

GOOD = """
hub = "https://hub.example/"
key = "s57_abc"
provider = "prv_us"
store = "records"
time_zone = "America/Chicago"
policy = "auto"
retention_days = 540
systems = ["east switch"]

[[records]]
format = "asterisk-csv"
files = ["cdr/*.csv"]

[[trunk]]
match = { source = "192.0.2.0/28" }
provider = "prv_tran"
name = "Transit One"

[[trunk]]
match = { account = "acme" }
customer = { name = "Acme Dialing", kind = "reseller" }

[[rule]]
customers = ["Acme *"]
action_taken = "warned"
"""
HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook" / "agent.md"


def read(tmp_path: Path, text: str):
    path = tmp_path / "agent.toml"
    path.write_text(text, encoding="utf-8")
    return read_configuration(path)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("folder:cdr", "folder:{}/cdr"),
        ("lake:our/lake.toml", "lake:{}/our/lake.toml"),
        ("table:/etc/star57/calls.toml", "table:/etc/star57/calls.toml"),
        ("clickhouse://agent@ch1:9000/calls", "clickhouse://agent@ch1:9000/calls"),
    ],
)
def test_the_stores_place_is_relative_to_the_file(tmp_path, given, kept):
    assert read(tmp_path, GOOD.replace('"records"', f'"{given}"')).store == kept.format(tmp_path)


def test_a_whole_file_is_read(tmp_path):
    ours = read(tmp_path, GOOD)
    assert (ours.hub, ours.key, ours.providers) == ("https://hub.example", "s57_abc", ("prv_us",))
    assert ours.store == str(tmp_path / "records")
    assert ours.policy.mode is Mode.AUTO
    assert ours.policy.rules[0].action_taken is ActionTaken.WARNED
    assert ours.policy.names == {"prv_tran": "Transit One"}
    assert ours.trunks.rules[0].end == Neighbour("prv_tran")
    assert ours.records[0].files == (str(tmp_path / "cdr/*.csv"),)
    assert "s57_abc" not in repr(ours)


def test_without_a_word_about_policy_a_person_approves(tmp_path):
    assert read(tmp_path, GOOD.replace('policy = "auto"', "")).policy.mode is Mode.REVIEW


def test_the_key_may_stand_in_a_file_of_its_own(tmp_path):
    (tmp_path / "hub.key").write_text("s57_secret\n")
    assert read(tmp_path, GOOD.replace('key = "s57_abc"', 'key_file = "hub.key"')).key == "s57_secret"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("retention_days", "retention_dayz", "unknown key retention_dayz"),
        ("source =", "sorce =", "unknown key trunk[1].match.sorce"),
        ('hub = "https://hub.example/"', "", "hub is missing"),
        ("https://hub.example/", "http://hub.example/", "in the clear"),
        ("https://hub.example/", "ftp://hub.example/", "not the address of a hub"),
        ('key = "s57_abc"', "", "exactly one of key and key_file"),
        ('key = "s57_abc"', 'key_file = "nowhere.key"', "cannot be read"),
        ('key = "s57_abc"', 'key = "two words"', "key: "),
        ('provider = "prv_us"', "", "exactly one of provider and providers"),
        ("America/Chicago", "America/Chikago", "not a time zone"),
        ('policy = "auto"', 'policy = "always"', "policy: "),
        ("retention_days = 540", "retention_days = -1", "retention_days: "),
        ("192.0.2.0/28", "192.0.2.300", "trunk[1].match: "),
        ('{ source = "192.0.2.0/28" }', "{}", "trunk[1].match: "),
        ('provider = "prv_tran"\nname = "Transit One"', "", "trunk[1]: a trunk has exactly one of"),
        ('{ account = "acme" }', '{ source = "192.0.2.1" }', "narrow one"),
        ('action_taken = "warned"', 'action_taken = "scolded"', "rule[1].action_taken: "),
        ('customers = ["Acme *"]', "", "rule[1].customers is missing"),
        ('customers = ["Acme *"]', 'customers = "Acme *"', 'rule[1].customers: write a list, as in ["…", "…"]'),
        ('"asterisk-csv"', '"asterisk-cvs"', "records[1].format: no format is called 'asterisk-cvs': use one of"),
        ('"asterisk-csv"', '"csv"\ntime_zone = "Mars/Base"', "records[1].time_zone: 'Mars/Base' is not a time zone"),
        ('hub = "', "hub = ", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path, before, after, words):
    assert before in GOOD
    with pytest.raises(BadConfiguration) as refusal:
        read(tmp_path, GOOD.replace(before, after, 1))
    assert words in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "agent.toml"))
    assert "\n" not in str(refusal.value)
    assert "s57_abc" not in str(refusal.value)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(BadConfiguration, match="there is no such file"):
        read_configuration(tmp_path / "nothing.toml")


@pytest.mark.parametrize("hub", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_a_hub_on_this_machine_may_speak_http(tmp_path, hub):
    assert read(tmp_path, GOOD.replace("https://hub.example/", hub)).hub == hub


@pytest.mark.parametrize("hub", ["http://127.0.0.1.example", "http://10.0.0.1", "http://localhost.example", "https://user:pw@hub.example"])
def test_nothing_else_may(tmp_path, hub):
    with pytest.raises(BadConfiguration):
        read(tmp_path, GOOD.replace("https://hub.example/", hub))


def test_the_example_in_the_handbook_is_a_whole_file(tmp_path):
    example = HANDBOOK.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "hub.key").write_text("s57_secret\n")
    assert read(tmp_path, example).policy.rules
