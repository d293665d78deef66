"""star57 agent map: what a person or a script sees, and what it writes."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from star57.cli import main
from tests.agent.following.switch import Site

TEXT = "Start;Anrufer;Zielrufnummer\n05/11/2026 13:50:00;+12025550143;+16175550172\n"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.describe()
    (tmp_path / "calls.csv").write_text(TEXT)
    return site


def run(site, *options):
    return main(["agent", "map", str(site.folder / "calls.csv"), *options])


def test_a_table_is_added_that_the_import_reads(site, capsys):
    assert run(site, "--date-order", "dmy", "--zone", "Europe/Berlin", "--write", str(site.config)) == 0
    (table,) = tomllib.loads(site.config.read_text())["records"]
    assert table == {
        "format": "csv", "files": ["calls.csv"], "time_zone": "Europe/Berlin", "date_order": "dmy",
        "columns": {"started_at": "Start", "calling_in": "Anrufer", "called_in": "Zielrufnummer"},
    }  # fmt: skip
    capsys.readouterr()
    assert main(["agent", "import", "-c", str(site.config), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1
    before = site.config.read_text()
    assert run(site, "--date-order", "dmy", "--zone", "Europe/Berlin", "--write", str(site.config)) == 2
    assert "reads calls.csv already" in capsys.readouterr().err
    assert site.config.read_text() == before


def test_what_is_unsure_is_not_written_and_named_with_the_option_that_answers(site, capsys):
    before = site.config.read_text()
    assert run(site, "--zone", "Europe/Berlin", "--write", str(site.config)) == 1
    assert site.config.read_text() == before
    shown = capsys.readouterr().out
    assert "unsure: " in shown
    assert "--date-order dmy" in shown


def test_a_script_gets_questions_and_table_as_one_value(site, capsys):
    assert run(site, "--json", "--date-order", "mdy") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["sure"] is False
    assert [one["about"] for one in found["questions"]] == ["time_zone"]
    assert found["preview"][0]["called"] == "+16175550172"


@pytest.mark.parametrize("column", ["called", "called=9", "called=Nobody", "colour=2", "called=1", "called=2"])
def test_an_answer_that_cannot_be_is_refused(site, column, capsys):
    assert run(site, "--column", column, "--column", "calling=2", "--column", "start=1") == 2
    assert "--column" in capsys.readouterr().err


def test_a_column_may_be_named(site, capsys):
    said = ["--column", "called=zielrufnummer", "--column", "calling=none"]
    assert run(site, "--json", *said, "--date-order", "dmy", "--zone", "UTC") == 0
    assert json.loads(capsys.readouterr().out)["records"]["columns"] == {"called_in": "Zielrufnummer", "started_at": "Start"}


def test_the_handbook_shows_what_it_prints(tmp_path, monkeypatch, capsys):
    page = (Path(__file__).parents[3] / "docs/handbook/agent.md").read_text()
    text, shown = re.findall(r"```text\n(.*?)\n```", page, re.DOTALL)[:2]
    monkeypatch.chdir(tmp_path)
    Path("calls.csv").write_text(text + "\n")
    assert main(["agent", "map", "calls.csv", "--zone", "Europe/Berlin"]) == 1
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == shown.splitlines()
