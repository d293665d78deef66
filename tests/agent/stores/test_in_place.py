"""What records read in place promise beyond the contract: any zone, any way to write a time, and never a silent gap."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import psycopg
import pytest

from star57.agent.exporting import export
from star57.agent.stores import open_store
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.stores.files import StoreProblem
from star57.agent.stores.in_place.column_map import BadMap
from star57.agent.stores.in_place.sources import SourceProblem
from star57.agent.stores.read_only import StoreIsReadOnly
from star57.agent.toml_tables import BadConfiguration
from star57.numbers import number_key
from tests.agent.records import CALLED, NOON, record
from tests.agent.stores import places
from tests.databases import create_database

KEY = number_key(CALLED)
NEAR = Span(NOON - timedelta(seconds=5), NOON + timedelta(seconds=5))
CHICAGO = 'time_zone = "America/Chicago"\n'
MAP = '[columns]\nstarted_at = "began"\ncalled_in = "b_party"\ncall_id = "sip_id"\n'


def lake(folder, select: str, more: str = "") -> str:
    """A Parquet file made of one SELECT, and its address."""
    duckdb.sql(f"COPY ({select}) TO '{folder}/calls.parquet' (FORMAT parquet)")
    return places.described("lake", folder, 'files = ["*.parquet"]\n' + more, MAP)


def row(began: str, number: str = "'4045550138'") -> str:
    return f"SELECT {began} AS began, {number} AS b_party, 'c1' AS sip_id"


def test_a_read_only_store_refuses_additions_and_says_what_to_do(tmp_path):
    store = open_store(places.sqlite_table(tmp_path / "there", []))
    with pytest.raises(StoreIsReadOnly, match="import into a store of the agent"):
        store.add([record()])


@pytest.mark.parametrize(
    ("began", "zone"),
    [
        ("TIMESTAMP '2026-11-22 06:00:00'", CHICAGO),
        ("TIMESTAMP '2026-11-22 12:00:00'", ""),
        ("TIMESTAMP_MS '2026-11-22 06:00:00'", CHICAGO),
        ("TIMESTAMPTZ '2026-11-22 17:30:00+05:30'", CHICAGO),
        ("1795348800", ""),
        ("1795348800000", CHICAGO),
        ("1795348800000000::BIGINT", ""),
        ("'2026-11-22 06:00:00'", CHICAGO),
        ("'2026-11-22T17:30:00+05:30'", CHICAGO),
        ("'20261122120000'", ""),
        ("'1795348800'", CHICAGO),
    ],
)
def test_a_start_is_found_however_a_lake_holds_it(tmp_path, began, zone):
    store = open_store(lake(tmp_path, row(began), zone))
    (found,) = store.by_called(KEY, NEAR)
    assert found.started_at == NOON
    assert found.origin.endswith("calls.parquet")
    assert [one.record_id for one in store.by_call_id("c1")] == [found.record_id]
    assert list(store.by_called(KEY, Span(NOON + timedelta(minutes=2), NOON + timedelta(minutes=3)))) == []


def test_a_number_kept_as_a_number_or_with_marks_is_found(tmp_path):
    began = "TIMESTAMP '2026-11-22 12:00:00'"
    both = " UNION ALL ".join(row(began, number) for number in ("'+1 (404) 555-0138'", "'sip:14045550138@192.0.2.1'"))
    assert len(open_store(lake(tmp_path, both)).by_called(KEY, NEAR)) == 2
    assert len(open_store(lake(tmp_path, row(began, "14045550138"))).by_called(KEY, NEAR)) == 1


def test_a_row_whose_time_nobody_can_read_is_named_and_never_read_as_nothing(tmp_path):
    both = [row("'soon'"), row("'2026-11-22T12:00:00Z'", "'2125550199'")]
    store = open_store(lake(tmp_path, " UNION ALL ".join(both)))
    with pytest.raises(SourceProblem, match=r"calls\.parquet: a row with this number cannot be read"):
        store.by_called(KEY, NEAR)
    assert len(store.by_called("5550199", NEAR)) == 1


def test_a_column_of_keys_is_asked_instead_of_the_number(tmp_path):
    select = row("TIMESTAMP '2026-11-22 12:00:00'") + ", '5550138' AS last7 UNION ALL " + row("TIMESTAMP '2026-11-22 12:00:00'") + ", ''"
    store = open_store(lake(tmp_path, select, 'keys = ["last7"]\n'))
    assert len(store.by_called(KEY, NEAR)) == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [('keys = ["last8"]\n', "no column 'last8'"), ('day = "dt"\n', "no column 'dt'"), ("", "began")],
)
def test_a_column_that_is_not_there_is_named(tmp_path, more, says):
    address = lake(tmp_path, "SELECT 1 AS other" if not more else row("1795348800"), more)
    with pytest.raises(BadMap, match=says):
        open_store(address)


@pytest.mark.slow
def test_what_the_embedded_store_exports_opens_as_a_lake(tmp_path):
    kept = [record(i, called_in=f"+1404555{i:04}", call_ref="r", call_id=f"c{i}") for i in range(50)]
    embedded = EmbeddedStore(tmp_path / "records")
    embedded.add(kept)
    wide = Span(NOON - timedelta(days=1), NOON + timedelta(days=1))
    assert export(embedded, wide, tmp_path / "exported.parquet") == 50
    as_lake = open_store(places.described("lake", tmp_path, 'files = ["exported.parquet"]\n', ""))
    for one in kept:
        (found,) = as_lake.by_called(number_key(one.called_in), wide)
        assert replace(found, origin="") == replace(one, origin="")


def test_files_that_are_not_there_or_broken_are_named(tmp_path):
    with pytest.raises(SourceProblem, match=r"none/\*\.parquet"):
        open_store(places.described("lake", tmp_path, 'files = ["none/*.parquet"]\n'))
    store = open_store(lake(tmp_path, row("1795348800")))
    (tmp_path / "calls.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(SourceProblem, match="DuckDB cannot read these files"):
        store.by_called(KEY, NEAR)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('files = ["a"]\ntime_zone = "Chicago"\n', "time_zone"),
        ('files = ["a"]\nfile = "b"\n', "unknown key file"),
        ("", "files is missing"),
    ],
)
def test_a_description_that_is_wrong_is_refused(tmp_path, text, says):
    with pytest.raises(BadConfiguration, match=says):
        open_store(places.described("lake", tmp_path, text, ""))


def test_a_table_and_a_database_that_are_not_there_are_named(tmp_path):
    address = places.sqlite_table(tmp_path / "there", [])
    path = tmp_path / "there" / "table.toml"
    text = path.read_text()
    for wrong, says in (("calls2.db", "cannot read it"), ("calls.db", "no such table")):
        path.write_text(text.replace("calls.db", wrong).replace('"calls"', '"calls3"'))
        with pytest.raises(SourceProblem, match=says):
            open_store(address)
    path.write_text(text.replace("sqlite:", "oracle:"))
    with pytest.raises(BadConfiguration, match="write sqlite:PATH"):
        open_store(address)


def test_a_name_with_quotes_is_only_a_name(tmp_path):
    address = places.sqlite_table(tmp_path / "there", [])
    odd = 'be"gan'
    with closing(sqlite3.connect(tmp_path / "there" / "calls.db")) as database, database:
        database.execute('CREATE TABLE odd ("be""gan", b_party)')
        database.execute("INSERT INTO odd VALUES (1795348800, '4045550138')")
    (tmp_path / "there" / "table.toml").write_text(
        f"database = 'sqlite:calls.db'\ntable = 'odd'\n[columns]\nstarted_at = '{odd}'\ncalled_in = 'b_party'\n"
    )
    assert len(open_store(address).by_called(KEY, NEAR)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["timestamp", "bigint", "text"])
def test_a_postgresql_column_of_any_kind_is_read_and_nothing_can_be_written(tmp_path, postgresql, kind):
    url = create_database(postgresql, f"kind_{kind}")
    began = {"timestamp": "2026-11-22 06:00:00", "bigint": "1795348800", "text": "2026-11-22T17:30:00+05:30"}[kind]
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(f"CREATE TABLE calls (began {kind}, b_party bigint, sip_id text)".encode())
        database.execute("INSERT INTO calls VALUES (%s, 4045550138, 'c1')", [began])
    text = f'database = "{url}"\ntable = "calls"\n{CHICAGO}'
    store = open_store(places.described("table", tmp_path, text, MAP))
    (found,) = store.by_called(KEY, NEAR)
    assert found.started_at == NOON
    assert store.health().first_started_at == datetime(2026, 11, 22, 12, tzinfo=UTC)
    with pytest.raises(StoreProblem, match="read-only transaction"):
        store._source._run("DELETE FROM calls", [])  # type: ignore[attr-defined]


def test_a_password_in_a_file_is_used_and_never_shown(tmp_path):
    (tmp_path / "word").write_text("s3cret-word\n")
    text = 'database = "postgresql://nobody@127.0.0.1:1/calls"\ntable = "calls"\npassword_file = "word"\n'
    with pytest.raises(SourceProblem, match="cannot be asked") as refused:
        open_store(places.described("table", tmp_path, text))
    assert "s3cret-word" not in str(refused.value)
