"""Kamailio accounting in SQLite, flatstore, db_text and JSON-lines files."""

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from star57.agent.formats.columns import column_names, plain
from star57.agent.formats.json_objects import JsonObject, json_objects
from star57.agent.formats.kamailio_rows import Layout
from star57.agent.formats.lines import Database, text_lines
from star57.agent.formats.reading import BadFile, FormatOptions, Meter, Read, unreadable

# What one site logs (its acc and its acc_cdrs), for flatstore files given without columns.
FLAT_ACC = ("method from_tag to_tag callid sip_code sip_reason time src_ip src_user dst_ouser dst_user trunk_out nexthop identity").split()
FLAT_CDRS = column_names("start_time end_time duration src_ip src_user dst_ouser dst_user trunk_out nexthop callid identity")

FLAT_BARE = column_names("start_time end_time duration")


def read_sqlite(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    database = Database(path)
    tables = database.tables()
    wanted = [name.strip() for name in options.table.split(",")] if options.table else _accounting(tables)
    if not wanted or any(name not in tables for name in wanted):
        has = ", ".join(tables) or "none"
        raise BadFile(f"{path}: has no table {options.table or 'acc, acc_cdrs or missed_calls'}: name one with table; it has {has}")
    theirs = {plain(column) for table in wanted for column in tables[table]}
    for table in wanted:
        renamed = _of_columns(options.renamed, tables[table], theirs)
        layout = Layout(tables[table], options, renamed, f"{path}, table {table}")
        for number, row in enumerate(database.rows(table), 1):
            yield layout.read(row, number, f"{path.name}:{table}:{row[0] if isinstance(row[0], int) else number}")
    meter.bytes_read = path.stat().st_size


def _of_columns(renamed: Mapping[str, str], columns: Sequence[str], theirs: Container[str]) -> dict[str, str]:
    """Without what names a column of another table; a name that none of them has is kept, to be refused."""
    own = set(map(plain, columns))
    return {field: column for field, column in renamed.items() if plain(column) in own or plain(column) not in theirs}


def _accounting(tables: Mapping[str, Sequence[str]]) -> list[str]:
    named = [name for name in ("acc_cdrs", "acc", "missed_calls") if name in tables]
    return named or [name for name, columns in tables.items() if {"callid", "method"} <= set(columns) or "start_time" in columns]


def read_flatstore(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    given = Layout(options.order, options, {}, f"{path}, columns") if options.order else None
    bare = Layout(FLAT_BARE, options, {}, str(path))
    defaults = {True: Layout(FLAT_CDRS, options, {}, str(path)), False: Layout(FLAT_ACC, options, {}, str(path))}
    for number, text, fault in text_lines(path, meter):
        row = text.split("|")
        is_cdr = row[0][:1].isdigit()
        layout = given or (bare if is_cdr and len(row) == len(FLAT_BARE) else defaults[is_cdr])
        yield unreadable(number, fault, text) if fault else layout.read(row, number, f"{path.name}:{number}")


_DBTEXT_COLUMN = re.compile(r"(\w+)\((\w+)(?:,\w+)*\)", re.ASCII)
_DBTEXT_CELL = re.compile(r"((?:[^:\\]|\\.)*)(:|$)", re.DOTALL)
_DBTEXT_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": ""}


def read_dbtext(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    layout: Layout | None = None
    for number, text, fault in text_lines(path, meter):
        if layout is None:
            columns = [match[1] for match in map(_DBTEXT_COLUMN.fullmatch, text.split()) if match]
            if not columns or len(columns) != len(text.split()):
                raise BadFile(f"{path}: its first line names no db_text columns such as callid(string): check the format given for it")
            if columns == ["table_name", "table_version"]:
                return  # db_text keeps its tables' versions beside them
            layout = Layout(columns, options, options.renamed, str(path))
        elif fault:
            yield unreadable(number, fault, text)
        else:
            yield layout.read(_dbtext_cells(text), number, f"{path.name}:{number}")


def _dbtext_cells(text: str) -> list[str]:
    if "\\" not in text:
        return text.split(":")
    cells = [match[1] for match in _DBTEXT_CELL.finditer(text) if match[2] or match.start() < len(text) or text.endswith(":")]
    return [_DBTEXT_ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), cell) for cell in cells]


def read_json(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    layouts: dict[tuple[str, ...], Layout] = {}
    for found in json_objects(path, meter):
        if not isinstance(found, JsonObject):
            yield found
            continue
        row, number = found.value, found.line
        try:
            layout = layouts.get(tuple(row)) or layouts.setdefault(tuple(row), Layout(tuple(row), options, options.renamed, str(path)))
        except ValueError as problem:
            if not layouts:
                raise
            yield unreadable(number, problem, json.dumps(row))
        else:
            yield layout.read(tuple(row.values()), number, f"{path.name}:{number}")
