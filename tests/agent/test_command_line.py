"""star57 agent, as a carrier types it: what it prints, how it ends, and that a failure is one line."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from star57.cli import COMMANDS, main
from tests.agent.formats.test_kamailio import ACC
from tests.agent.typed import Carrier, one_line

FIND = ("find", "--called", "+16175550172", "--calling", "+12025550143", "--at", "2026-11-23T13:50:00Z")


@pytest.fixture
def carrier(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    return Carrier(tmp_path)


def test_import_counts_and_keeps_what_it_cannot_read(carrier, capsys):
    assert carrier.imports("192.0.2.1", "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["read"], first["new"], first["unreadable"]) == (2, 2, 1)
    assert Path(first["kept_in"]).is_dir()
    assert carrier.imports() == 0
    assert "0 new, 2 known already, 1 unreadable" in capsys.readouterr().out


def test_import_tells_what_is_older_than_the_store_keeps(carrier, capsys, monkeypatch):
    carrier.config.write_text(carrier.config.read_text().replace('store = "records"', 'store = { address = "records", keep_days = 10 }'))
    monkeypatch.setattr("star57.clock.now", lambda: datetime(2026, 11, 24, tzinfo=UTC))
    assert carrier.imports() == 0
    monkeypatch.setattr("star57.clock.now", lambda: datetime(2027, 1, 5, tzinfo=UTC))
    assert carrier.imports() == 0
    told = capsys.readouterr().out
    assert "2 new, 0 known already, 1 unreadable" in told
    assert "0 new, 0 known already, 2 of days that keep_days has dropped, 1 unreadable" in told


def test_import_tells_of_the_first_it_cannot_read_and_of_a_file_that_was_cut(carrier, capsys):
    assert carrier.imports() == 0
    assert "left out: " in (told := capsys.readouterr().out)
    assert "cdr.csv line 4: " in told
    cut = carrier.folder / "cut.log"
    cut.write_text(f"{ACC}\n{ACC[:40]}")
    assert carrier("import", "--format", "kamailio-flatstore", str(cut)) == 1
    told = capsys.readouterr().out
    assert "1 records read" in told
    assert f"{cut}: ends within a record, at line 2: copy the whole file, then import it again\n" in told
    cut.write_text(f"{ACC}\n{ACC}")
    assert carrier("import", "--format", "kamailio-flatstore", str(cut)) == 0


def test_find_shows_the_candidates_and_why(carrier, capsys):
    carrier.imports()
    capsys.readouterr()
    assert carrier(*FIND) == 0
    shown = capsys.readouterr().out
    assert "prv_tran" in shown
    assert "same numbers" in shown or "calling" in shown
    assert "\x1b[" not in shown


def test_find_says_where_the_record_does_not_show_who_handed_the_call_over(carrier, capsys):
    carrier.imports("")
    capsys.readouterr()
    assert carrier(*FIND) == 0
    assert "not shown in the record (no [[trunk]] for it)" in " ".join(capsys.readouterr().out.split())


def test_find_as_json(carrier, capsys):
    carrier.imports()
    capsys.readouterr()
    assert carrier(*FIND, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["decision"], found["answer"]) == ("one_answer", "prv_tran")
    assert found["candidates"][0]["records"][0].endswith("cdr.csv:2")


def test_a_call_that_is_not_there_is_exit_1(carrier, capsys):
    assert carrier(*FIND) == 1
    assert capsys.readouterr().out == "No call to this number was found.\n"


def test_a_store_declared_complete_and_its_status(carrier, capsys):
    assert carrier.imports("192.0.2.1", "--complete-from", "2026-11-22", "--complete-until", "2026-11-25T00:00:00Z") == 0
    assert "declared complete from 2026-11-22T00:00:00-06:00 until" in capsys.readouterr().out
    assert carrier("status", "--json") == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["running"], status["store"]["records"], status["waiting_for_person"]) == (False, 2, 0)
    assert carrier("status") == 0
    assert "not running" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("find", "--called", "12", "--at", "2026-11-23T13:50:00Z"), 2, "--called"),
        (("find", "--called", "+16175550172", "--at", "yesterday"), 2, "is not a time"),
        (("find", "--called", "+16175550172", "--at", "9999-12-31T23:59:59Z"), 2, "outside the years 1990 to 2199"),
        (("find", "--called", "+16175550172", "--at", "0001-01-01T00:00:00Z"), 2, "outside the years 1990 to 2199"),
        (("find", "--called", "+16175550172"), 2, "Missing option '--at'"),
        (("find", "--called", "+16175550172", "--at", "2026-11-23T13:50:00Z", "--within", "-1"), 2, "--within"),
        (("fnd",), 2, "No such command"),
        (("import",), 2, "[[records]]"),
        (("import", "nothing.csv"), 2, "--format"),
        (("import", "--format", "csv", "nothing.csv"), 2, "there is no such file"),
        (("import", "--format", "nonsense", __file__), 1, "no format is called 'nonsense'"),
        (("import", "--format", "csv", "--columns", "{oops", __file__), 2, "not a JSON table"),
        (("import", "--format", "csv", "--zone", "Mars/Base", __file__), 1, "is not a time zone"),
        (("import", "--complete-from", "2026-11-22"), 2, "both"),
        (("review", "show", "req_9"), 1, "req_9 is not here"),
        (("review", "approve", "req_9"), 1, "req_9 is not here"),
        (("run", "--once"), 1, "cannot be reached"),
    ],
)
def test_a_failure_is_one_line_and_its_code(carrier, capsys, words, code, said):
    assert carrier(*words) == code
    told = capsys.readouterr()
    assert said in one_line(told.err)
    assert told.out == ""


def test_a_bad_configuration_is_a_usage_error(carrier, capsys):
    carrier.config.write_text("hubb = 1")
    assert carrier("status") == 2
    assert "unknown key hubb" in one_line(capsys.readouterr().err)


def test_an_unknown_command_and_a_part_that_is_not_here(capsys):
    assert main(["nonsense"]) == 2
    assert "there is no command 'nonsense'" in one_line(capsys.readouterr().err)


@pytest.mark.slow
@pytest.mark.parametrize("module", ["zstandard", "aiohttp"])
def test_a_missing_extra_says_what_to_install(carrier, module):
    code = f"import sys; sys.modules[{module!r}] = None; from star57.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "agent", "status", "-c", str(carrier.config)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert one_line(ended.stderr) == f"star57: star57 agent needs {module}, which is not installed: pip install 'star57[agent]'\n"


@pytest.mark.parametrize(
    "words", ["", "import", "find", "run", "status", "review", "review list", "review show", "review approve", "review answer"]
)
def test_every_command_has_help_with_an_example(capsys, words):
    assert main(["agent", *words.split(), "--help"]) == 0
    assert "Example: star57 agent" in capsys.readouterr().out


def test_the_overview_names_every_command(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


@pytest.mark.slow
def test_the_agent_loads_neither_django_nor_the_hub():
    code = (
        "import sys, star57.cli.agent, star57.agent.stores.embedded.store;"
        "print([m for m in sys.modules if m.split('.')[0] == 'django' or m.startswith('star57.hub')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_command_may_be_one_function(capsys, monkeypatch):
    def trace(number: str) -> int:
        return 0 if number == "1" else 1

    monkeypatch.setitem(sys.modules, "star57.cli.trace", SimpleNamespace(trace=trace))
    assert (main(["trace", "1"]), main(["trace", "2"]), main(["trace"])) == (0, 1, 2)
    assert "see star57 trace --help" in one_line(capsys.readouterr().err)
