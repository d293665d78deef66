"""Multiplies a pattern of rows inside PostgreSQL, below the triggers: fast, and no record any more; `verify` would say so at once."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

STRIDE = 100_000  # between one copy's keys and the next's
SPREAD = 2_000  # providers and organisations that the copies are spread over
BIG, LATE = 10, 100  # of so many copies one terminates at the pattern's own carrier, and one is overdue there

OWN = {"id"}
OF_COPY: Mapping[str, tuple[str, ...]] = {  # columns that point at a copied row
    "records_campaign": (),
    "records_organisation": (),
    "records_provider": ("organisation_id",),
    "records_traceback": (),
    "records_hop": ("traceback_id", "downstream_id"),
    "records_journalentry": (),
    "records_sealed": ("entry_id",),
    "records_response": ("hop_id", "entry_id"),
    "records_tracebacksummary": ("traceback_id",),
    "records_tracebacktag": ("traceback_id",),
}
MOVED_BY_MINUTES = {"opened_at", "changed_at", "ended_at", "call_at", "asked_at", "received_at", "answered_at", "at", "given_at", "due_at"}
NUMBERS = {"called_number", "calling_number"}
"""What each copy has of its own: numbers, so that a search finds few; minutes, so that lists have an order."""


def copy_rows(connection: psycopg.Connection[tuple[object, ...]], table: str, where: str, copies: int, spread: Mapping[str, str]) -> int:
    """Copy every row of the table that `where` lets through; spread: columns -> SQL of their own, with k the copy's number."""
    names = [row[0] for row in connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public' ORDER BY 1", [table],
    )]  # fmt: skip
    values = sql.SQL(", ").join(sql.SQL(_value(table, str(name), spread)) for name in names)
    listed = sql.SQL(", ").join(sql.Identifier(str(name)) for name in names)
    statement = sql.SQL("INSERT INTO {table} ({names}) SELECT {values} FROM {table} row CROSS JOIN generate_series(1, {n}) k WHERE {where}")
    filled = statement.format(table=sql.Identifier(table), names=listed, values=values, n=copies, where=sql.SQL(where))  # type: ignore[arg-type]
    done = connection.execute(filled)
    return done.rowcount


def _value(table: str, name: str, spread: Mapping[str, str]) -> str:
    column = f'row."{name}"'
    if name in spread:
        return spread[name]
    if name in OWN or name in OF_COPY[table]:
        return f"{column} + k * {STRIDE}::bigint"
    if name in {"public_id", "subject_id"}:
        return f"left({column}, 16) || '-' || to_hex(k)"
    own = {
        **dict.fromkeys(
            NUMBERS, f"CASE WHEN {column} = '' THEN '' ELSE left({column}, 5) || lpad(((k * 7919) % 10000000)::text, 7, '0') END"
        ),
        **dict.fromkeys(MOVED_BY_MINUTES, f"{column} - k * interval '5 minutes'"),
        "queue_key": f"{column} - k * 300000000::bigint",
    }
    return own.get(name, column)


def multiply(url: str, copies: int) -> dict[str, int]:
    """Copy the whole pattern so many times; how many rows each table holds then."""
    first = "(SELECT id FROM records_provider WHERE public_id = 'LAST')"
    biggest = "(SELECT id FROM records_provider WHERE public_id = 'TERM')"
    some_provider = (
        f"CASE WHEN row.downstream_id IS NULL AND k % {BIG} = 0 OR row.status = 'overdue' AND k % {LATE} = 0 THEN {biggest} "
        f"WHEN row.provider_id IS NOT NULL THEN {first} + (1 + (row.id * 13 + k * 31) % {SPREAD}) * {STRIDE}::bigint END"
    )
    some_campaign = f"row.campaign_id + (1 + k % {SPREAD}) * {STRIDE}::bigint"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no triggers, no foreign keys: rows as they stand
        last = "public_id IN ('LAST', 'O-LAST')"
        names = {"name": "row.name || ' ' || k"}
        for table in ("records_organisation", "records_provider"):
            copy_rows(connection, table, last, SPREAD, names)
        copy_rows(connection, "records_campaign", "true", SPREAD, names)
        copy_rows(connection, "records_traceback", "true", copies, {"campaign_id": some_campaign})
        copy_rows(
            connection,
            "records_hop",
            "true",
            copies,
            {"provider_id": some_provider},
        )
        copy_rows(connection, "records_journalentry", "subject_kind IN ('traceback', 'hop')", copies, {})
        copy_rows(connection, "records_sealed", _OF_COPIED_ENTRIES, copies, {})
        for table in ("records_response", "records_tracebacksummary", "records_tracebacktag"):
            copy_rows(connection, table, "true", copies, {})
        connection.execute("SET session_replication_role = origin")
        connection.execute("VACUUM ANALYZE")
        return {table: _count(connection, table) for table in OF_COPY}


_OF_COPIED_ENTRIES = "row.entry_id IN (SELECT id FROM records_journalentry WHERE subject_kind IN ('traceback', 'hop') AND id < 100000)"


def _count(connection: psycopg.Connection[tuple[object, ...]], table: str) -> int:
    found = connection.execute(sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(str(found[0])) if found else 0
