"""star57 agent sweep, export and verify-store, as an operator runs them."""

import json
from pathlib import Path

import duckdb
import pytest

from star57.agent.stores import UnknownStore, open_store
from star57.cli import main
from tests.agent.records import CALLING, record

CONFIG = """
hub = "http://127.0.0.1:1"
key = "s57_x"
provider = "prv_cedar"
[store]
address = "records"
keep_days = 30000
"""
PERIOD = ["--since", "2026-11-22T00:00:00Z", "--until", "2026-11-23T00:00:00Z"]


@pytest.fixture
def config(tmp_path: Path) -> str:
    (tmp_path / "agent.toml").write_text(CONFIG)
    open_store(tmp_path / "records").add([record(0, origin="acc.db:1"), record(5, calling_in="+16175550172"), record(86_400)])
    return str(tmp_path / "agent.toml")


def test_a_sweep_shows_the_calls_of_the_numbers_in_the_period(config, tmp_path, capsys):
    (tmp_path / "numbers.txt").write_text(f"# of the campaign\n{CALLING} # seen twice\n\n")
    assert main(["agent", "sweep", "-c", config, *PERIOD, "--numbers", str(tmp_path / "numbers.txt"), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["calling_in"], found["origin"], found["started_at"]) == (CALLING, "acc.db:1", "2026-11-22T12:00:00+00:00")
    assert main(["agent", "sweep", "-c", config, *PERIOD, "+16175550172"]) == 0
    assert "1 calls of 1 numbers" in capsys.readouterr().out
    assert main(["agent", "sweep", "-c", config, *PERIOD, "+16175550173"]) == 1
    assert main(["agent", "sweep", "-c", config, *PERIOD]) == 2
    assert main(["agent", "sweep", "-c", config, *PERIOD, "12"]) == 2
    (tmp_path / "numbers.txt").write_text(f"{CALLING}\nnobody\n")
    capsys.readouterr()
    assert main(["agent", "sweep", "-c", config, *PERIOD, "--numbers", str(tmp_path / "numbers.txt")]) == 2
    assert "numbers.txt: line 2: 'nobody' is no telephone number" in capsys.readouterr().err


@pytest.mark.slow
def test_an_export_opens_in_duckdb(config, tmp_path, capsys):
    assert main(["agent", "export", "-c", config, str(tmp_path / "calls.parquet"), *PERIOD]) == 0
    assert "2 records" in capsys.readouterr().out
    rows = duckdb.execute(f"SELECT calling_in, within_s FROM '{tmp_path}/calls.parquet' ORDER BY started_at").fetchall()
    assert rows == [(CALLING, 1.0), ("+16175550172", 1.0)]


def test_an_export_into_a_folder_asks_for_a_file(config, tmp_path, capsys):
    assert main(["agent", "export", "-c", config, str(tmp_path)]) == 2
    assert "is a folder: name the Parquet file" in capsys.readouterr().err


def test_verify_store_names_what_is_damaged(config, tmp_path, capsys):
    assert main(["agent", "verify-store", "-c", config]) == 0
    assert "3 records" in capsys.readouterr().out
    path = min((tmp_path / "records" / "segments").iterdir())
    path.write_bytes(b"\0" + path.read_bytes()[1:])
    assert main(["agent", "verify-store", "-c", config, "--json"]) == 1
    (line,) = json.loads(capsys.readouterr().out)["damage"]
    assert path.name in line


def test_keep_days_is_for_the_embedded_store_alone(tmp_path):
    with pytest.raises(UnknownStore, match="keep_days"):
        open_store("lake:lake.toml", 10)
