"""Records written where other systems keep them, under names of their own; each writer gives the store's address."""

import csv
import json
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pymysql

from star57.agent.cdr import Cdr
from star57.agent.stores.embedded.days import by_day

FIELDS = tuple(field.name for field in fields(Cdr) if field.name != "origin")
NUMBERS = ("within_s", "duration_s")
COLUMNS = {ours: f"c_{ours}" for ours in FIELDS}
MAP = "[columns]\n" + "".join(f'{ours} = "{theirs}"\n' for ours, theirs in COLUMNS.items())
EXAMPLE = Path(__file__).parents[3] / "docs/handbook/examples/find_calls.py"


def values(record: Cdr) -> list[Any]:
    return [getattr(record, name) for name in FIELDS]


def parquet_lake(folder: Path, records: Sequence[Cdr]) -> str:
    """Folders by day, as engines write them."""
    kinds = {"started_at": pa.timestamp("us", "UTC"), **dict.fromkeys(NUMBERS, pa.float64())}
    schema = pa.schema([(COLUMNS[name], kinds.get(name, pa.string())) for name in FIELDS])
    for day, there in {"1999-01-01": [], **by_day(records)}.items():
        (folder / f"day={day}").mkdir(parents=True, exist_ok=True)
        columns = [pa.array([getattr(one, name) for one in there], kinds.get(name, pa.string())) for name in FIELDS]
        pq.write_table(pa.table(columns, schema=schema), folder / f"day={day}" / "part-0.parquet")
    return described("lake", folder, 'files = ["day=*/*.parquet"]\nday = "day"\n')


def csv_lake(folder: Path, records: Sequence[Cdr]) -> str:
    folder.mkdir(parents=True)
    with (folder / "calls.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS.values())
        rows.writerows([one.started_at.isoformat() if name == "started_at" else getattr(one, name) for name in FIELDS] for one in records)
    return described("lake", folder, 'files = ["*.csv"]\nformat = "csv"\n')


def sqlite_table(folder: Path, records: Sequence[Cdr], names: Sequence[str] = tuple(COLUMNS.values())) -> str:
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "calls.db")) as database, database:
        database.execute(f"CREATE TABLE calls ({', '.join(names)})")
        rows = [[one.started_at.isoformat(" ") if name == "started_at" else getattr(one, name) for name in FIELDS] for one in records]
        database.executemany(f"INSERT INTO calls VALUES ({', '.join('?' * len(names))})", rows)
    return described("table", folder, 'database = "sqlite:calls.db"\ntable = "calls"\n')


def postgresql_table(folder: Path, records: Sequence[Cdr], url: str, schema: str) -> str:
    """In a schema of its own: a database for each would be thousands of files."""
    folder.mkdir(parents=True)
    kinds = {"started_at": "timestamptz", **dict.fromkeys(NUMBERS, "double precision")}
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(f"CREATE SCHEMA {schema}".encode())
        database.execute(f"CREATE TABLE {schema}.calls ({_columns(kinds)})".encode())
        with database.cursor().copy(f"COPY {schema}.calls FROM STDIN".encode()) as copy:
            for one in records:
                copy.write_row(values(one))
    return described("table", folder, f'database = "{url}"\ntable = "{schema}.calls"\n')


def mariadb_table(folder: Path, records: Sequence[Cdr], port: int, name: str) -> str:
    folder.mkdir(parents=True)
    kinds = {"started_at": "timestamp(6)", **dict.fromkeys(NUMBERS, "double")}
    with closing(
        pymysql.connect(host="127.0.0.1", port=port, user="root", autocommit=True, init_command="SET time_zone='+00:00'")
    ) as database:
        cursor = database.cursor()
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        cursor.execute(f"CREATE TABLE {name}.calls ({_columns(kinds)})")
        marks = ", ".join(["%s"] * len(FIELDS))
        cursor.executemany(f"INSERT INTO {name}.calls VALUES ({marks})", [values(one) for one in records])
    return described("table", folder, f'database = "mariadb://root@127.0.0.1:{port}/{name}"\ntable = "calls"\n')


def lookup_command(folder: Path, records: Sequence[Cdr]) -> str:
    """The handbook's example, over the file that it expects."""
    sqlite_table(folder, records, FIELDS)
    shutil.copy(EXAMPLE, folder / "find_calls.py")
    return described("lookup", folder, f"command = {json.dumps([sys.executable, 'find_calls.py', 'calls.db'])}\n", "")


def lookup_http(folder: Path, records: Sequence[Cdr], url: str) -> str:
    sqlite_table(folder, records, FIELDS)
    (folder / "token").write_text("s57-lookup\n")
    return described("lookup", folder, f'url = "{url}{folder}/calls.db"\ntoken_file = "token"\n', "")


def described(kind: str, folder: Path, text: str, columns: str = MAP) -> str:
    """Writes the description and gives the address."""
    (folder / f"{kind}.toml").write_text(text + columns)
    return f"{kind}:{folder / kind}.toml"


def _columns(kinds: dict[str, str]) -> str:
    return ", ".join(f"{theirs} {kinds.get(ours, 'text')}" for ours, theirs in COLUMNS.items())
