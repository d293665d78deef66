"""star57 agent trunks: what no rule maps is told with its volume; a planner's CSV is checked and taken over whole or not at all."""

import json

import pytest

from star57.agent.toml_tables import BadConfiguration
from star57.agent.trunk_csv import read_trunk_csv
from star57.cli import main

CALLS = """id,begin_utc,a_number,b_number,in_ip,out_ip,callid,cause
1,2026-11-22T12:00:00Z,12025550191,14045550138,10.1.0.1,10.9.0.1,a@x,200
2,2026-11-22T12:01:00Z,12025550191,14045550138,10.2.0.1,10.9.0.1,b@x,200
3,2026-11-22T12:05:00Z,12025550191,14045550138,10.2.0.1,10.9.0.1,c@x,200
"""
CONFIG = """hub = "http://127.0.0.1:1"
key = "k"
provider = "US1"
store = "store"

[[records]]
format = "csv"
files = ["calls.csv"]

[[trunk]]
match = { source = "10.1.0.1" }
provider = "NORTH"
"""


@pytest.fixture
def config(tmp_path):
    (tmp_path / "calls.csv").write_text(CALLS)
    (tmp_path / "agent.toml").write_text(CONFIG)
    return tmp_path / "agent.toml"


def table(config, text: str):
    file = config.parent / "trunks.csv"
    file.write_text(text)
    return file


def test_a_way_that_no_rule_names_is_told_with_its_volume_and_since_when(config, capsys):
    assert main(["agent", "trunks", "-c", str(config), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["records"], found["unmapped_records"]) == (3, 2)
    assert found["unmapped"] == [
        {
            "way": "from 10.2.0.1",
            "ends": [],
            "records": 2,
            "since": "2026-11-22T12:01:00+00:00",
            "until": "2026-11-22T12:05:00+00:00",
        }
    ]


def test_without_files_the_newest_records_of_the_store_are_read(config, capsys):
    assert main(["agent", "import", "-c", str(config)]) == 0
    config.write_text(CONFIG.partition("[[records]]")[0] + '[[trunk]]\nmatch = { source = "10.1.0.1" }\nprovider = "NORTH"\n')
    capsys.readouterr()
    assert main(["agent", "trunks", "-c", str(config), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["unmapped_records"] == 2
    file = table(config, "source,customer\n10.2.0.0/16,Dialer Example\n")
    assert main(["agent", "trunks", "check", str(file), "-c", str(config)]) == 0
    (config.parent / "find.toml").write_text('command = ["find"]\n')
    config.write_text(config.read_text().replace('"store"', '"lookup:find.toml"'))
    assert main(["agent", "trunks", "-c", str(config)]) == 2
    assert "describe files of some of them in [[records]]" in capsys.readouterr().err


def test_a_table_is_checked_without_being_taken_over(config, capsys):
    file = table(config, "source,customer,kind\n10.2.0.0/16,Dialer Example,reseller\n")
    assert main(["agent", "trunks", "check", str(file), "-c", str(config)]) == 0
    assert "Each of 3 records" in capsys.readouterr().out
    assert config.read_text() == CONFIG


def test_a_table_taken_over_twice_stands_once(config, capsys):
    file = table(config, 'source,provider,name,foreign,country\n10.2.0.1,,,"Far ""Carrier""",PH\n10.3.0.1,SOUTH,South Example,,\n')
    assert main(["agent", "trunks", "import", str(file), "-c", str(config)]) == 0
    once = config.read_text()
    assert main(["agent", "trunks", "import", str(file), "-c", str(config)]) == 0
    assert config.read_text() == once
    assert "0 new trunk rules" in capsys.readouterr().out
    assert main(["agent", "trunks", "-c", str(config)]) == 0


def test_a_table_that_contradicts_the_agents_file_changes_nothing(config, capsys):
    file = table(config, "source,provider\n10.1.0.0/24,SOUTH\n")
    assert main(["agent", "trunks", "import", str(file), "-c", str(config)]) == 2
    assert "name different ends" in capsys.readouterr().err
    assert config.read_text() == CONFIG


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sorce,provider\n10.1.0.1,A\n", "unknown column 'sorce'"),
        ("provider\nA\n", "at least one of source"),
        ("source,provider,customer\n10.1.0.1,A,B\n", "line 2: a trunk has exactly one of"),
        ("source,provider\n10.1.0.1,A,B\n", "line 2: has more cells"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(config, text: str, told: str):
    with pytest.raises(BadConfiguration, match=told):
        read_trunk_csv(table(config, text))
