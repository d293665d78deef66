"""Backs a hub up while it serves: one instant of the database, then the evidence, whose files never change once they are there."""

import sqlite3
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from star57.hub.upkeep import tables
from star57.hub.upkeep.archive import FORMAT, Manifest, Writer, written
from star57.hub.upkeep.databases import as_owner

SQLITE_FILE, TABLES, EVIDENCE, INCOMING = "database.sqlite3", "tables", "evidence", "incoming"


def backup(file: Path, now: datetime) -> Manifest:
    """Write one file with everything but the settings. Raises NotDone."""
    with written(file) as (writer, work):
        with as_owner():
            rows, columns, migrations = _sqlite(writer, work) if connection.vendor == "sqlite" else _postgresql(writer, work)
            vendor = connection.vendor
        _evidence(writer)
        manifest = Manifest(
            format=FORMAT,
            star57=version("star57"),
            vendor=vendor,
            made_at=now,
            migrations=migrations,
            rows=rows,
            columns=columns,
            files=writer.files,
        )
        writer.finish(manifest)
    return manifest


Taken = tuple[dict[str, int], dict[str, list[str]], tables.Migrations]


def _sqlite(writer: Writer, work: Path) -> Taken:
    """SQLite's online backup: all pages in one step, consistent beside writers."""
    copy = work / SQLITE_FILE
    connection.ensure_connection()
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        rows = {name: target.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables.names("default")}
        migrations = tuple(sorted(target.execute(f"SELECT app, name FROM {tables.MIGRATIONS}").fetchall()))
    target.close()
    writer.add(SQLITE_FILE, copy)
    copy.unlink()
    return rows, {}, migrations


def _postgresql(writer: Writer, work: Path) -> Taken:
    """Every table by COPY in one repeatable-read transaction. Rows that a policy would hide are an error, not left out."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL row_security = off")
        columns = {name: tables.columns(name) for name in tables.names("default")}
        for name, of_table in columns.items():
            part = work / name
            with part.open("wb") as stream:
                for chunk in tables.copied_out(name, of_table):
                    stream.write(chunk)
            writer.add(f"{TABLES}/{name}", part)
            part.unlink()
        return tables.counts("default", columns), columns, tables.applied("default")


def _evidence(writer: Writer) -> None:
    folder = Path(settings.EVIDENCE_DIR)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != INCOMING:
            writer.add(f"{EVIDENCE}/{name}", path)
