"""Rules changed in the agent's own file: checked before they take its place, and nothing else in it is touched."""

import os

import pytest

from star57.agent.auto_file import NoSuchRow, change_file, policy_set, row_added, row_raised, row_removed, row_replaced
from star57.agent.auto_rules import AutoRule, Mode
from star57.agent.config_file import ChangedMeanwhile, mark_of
from star57.agent.configuration import read_configuration
from star57.agent.toml_tables import BadConfiguration

FILE = """# Cedar's agent, kept by Ann
hub = "https://hub.example"   # the consortium's
key = "s57_x"
provider = "prv_us"
store = "records"

[[auto]]
# agreed with counsel
campaigns = ["Bank *"]  # all of them
policy = "review"

[[trunk]]
match = { source = "192.0.2.1" }  # rack 4
provider = "prv_tran"
"""
BANK = AutoRule(("Bank *",), (), Mode.REVIEW)
SIP = AutoRule((), ("sip-*",), Mode.AUTO)


@pytest.fixture
def config(tmp_path):
    file = tmp_path / "agent.toml"
    file.write_text(FILE)
    file.chmod(0o640)
    return file


def changed(config, change):
    change_file(config, change, mark=mark_of(config.read_text()))
    return read_configuration(config).policy


def comments(config):
    return [line.partition("#")[2] for line in config.read_text().splitlines() if "#" in line]


def test_a_row_is_added_behind_the_others_and_comments_stay(config):
    assert changed(config, row_added(SIP)).auto == (BANK, SIP)
    assert comments(config) == [" Cedar's agent, kept by Ann", " the consortium's", " agreed with counsel", " all of them", " rack 4"]
    assert config.stat().st_mode & 0o777 == 0o640


def test_rows_are_moved_replaced_and_removed(config):
    changed(config, row_added(SIP))
    assert changed(config, row_raised(2)).auto == (SIP, BANK)
    assert changed(config, row_replaced(1, AutoRule(("Car *",), (), Mode.AUTO))).auto == (AutoRule(("Car *",), (), Mode.AUTO), BANK)
    assert changed(config, row_removed(1)).auto == (BANK,)
    assert changed(config, row_removed(1)).auto == ()
    assert changed(config, row_added(SIP)).auto == (SIP,)
    assert len(read_configuration(config).trunks.rules) == 1


def test_the_policy_is_set_above_the_tables(config):
    assert changed(config, policy_set(Mode.AUTO)).mode is Mode.AUTO
    assert changed(config, policy_set(Mode.REVIEW)).mode is Mode.REVIEW


def test_what_the_agent_would_refuse_is_not_saved(config):
    with pytest.raises(BadConfiguration, match=r"auto\[2\]"):
        changed(config, row_added(AutoRule(("",), (), Mode.AUTO)))
    assert config.read_text() == FILE
    assert os.listdir(config.parent) == ["agent.toml"]


def test_a_file_that_somebody_else_changed_is_left_alone(config):
    mark = mark_of(config.read_text())
    config.write_text(FILE + "# written meanwhile\n")
    with pytest.raises(ChangedMeanwhile):
        change_file(config, row_added(SIP), mark=mark)
    assert config.read_text().endswith("# written meanwhile\n")


@pytest.mark.parametrize("change", [row_removed(2), row_replaced(0, SIP), row_raised(1), row_raised(3)], ids=range(4))
def test_a_row_that_there_is_not_is_refused(config, change):
    with pytest.raises(NoSuchRow):
        changed(config, change)
    assert config.read_text() == FILE
