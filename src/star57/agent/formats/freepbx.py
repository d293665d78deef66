"""FreePBX: the cdr table of asteriskcdrdb (SQLite copy, mysqldump, CSV with header) and what CDR Reports exports."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from star57.agent.formats import asterisk
from star57.agent.formats.columns import column_names, plain
from star57.agent.formats.fields import fingerprint
from star57.agent.formats.lines import Database, csv_cells, text_lines
from star57.agent.formats.reading import BadFile, BadValue, FormatOptions, Meter, Read, unreadable

TABLE = column_names(
    "calldate clid src dst dcontext channel dstchannel lastapp lastdata duration billsec disposition amaflags accountcode uniqueid"
    " userfield did recordingfile cnum cnam outbound_cnum outbound_cnam dst_cnam linkedid peeraccount sequence"
)
# From public documentation, not seen: older releases export the table's own names, the newer grid its headings.
_HEADINGS: Mapping[str, str] = {
    "call_date": "calldate",
    "system": "uniqueid",
    "callerid": "src",
    "caller_id": "src",
    "source": "src",
    "outbound_callerid": "outbound_cnum",
    "app": "lastapp",
    "destination": "dst",
    "account": "accountcode",
    "recording": "recordingfile",
    "source_channel": "channel",
    "destination_channel": "dstchannel",
}
_LONGEST_STATEMENT = 64_000_000  # bytes; mysqldump puts many rows into one
_CREATE = re.compile(r"^\s*CREATE TABLE .*?[`\"']?(\w+)[`\"']?\s*\(", re.IGNORECASE)
_COLUMN = re.compile(r"^\s*[`\"](\w+)[`\"]\s")
_INSERT = re.compile(
    r"^\s*(?:INSERT|REPLACE)\s.*?INTO\s+(?:[`\"]?\w+[`\"]?\.)?[`\"]?(\w+)[`\"]?\s*(?:\(([^)]*)\))?\s*VALUES\s*", re.IGNORECASE
)
_OTHER_SQL = re.compile(
    r"\s*(?:--|/\*|\)|(?:set|lock|unlock|use|drop|create|alter|insert|replace|delete|begin|commit|start transaction)\b)",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*,?\s*\(")
_VALUE = re.compile(r"""\s*(?:'((?:[^'\\]|\\.|'')*)'|(NULL)|([^\s,()';]+))\s*([,)])""", re.DOTALL | re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)|''", re.DOTALL)


def read_sql(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    try:
        with path.open("rb") as file:
            is_database = file.read(16) == b"SQLite format 3\x00"
    except OSError as problem:
        raise BadFile(f"{path}: cannot be read: {problem.strerror}") from problem
    return _read_database(path, options, meter) if is_database else _read_dump(path, options, meter)


def _read_database(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    database, table = Database(path), options.table or "cdr"
    tables = database.tables()
    if table not in tables or "calldate" not in map(plain, tables[table]):
        raise BadFile(f"{path}: has no table {table} with a column calldate: name it with table; it has {', '.join(tables) or 'none'}")
    columns = [plain(name) for name in tables[table]]
    for number, row in enumerate(database.rows(table), 1):
        cells = ["" if value is None else str(value) for value in row]
        yield record(columns, cells, options, f"{path.name}:{table}:{number}", number)
    meter.bytes_read = path.stat().st_size


def _read_dump(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    table, columns, creating = options.table or "cdr", [*(options.order or TABLE)], ""
    for number, text, fault in text_lines(path, meter, _LONGEST_STATEMENT):
        if fault:
            yield unreadable(number, fault, text)
        elif created := _CREATE.match(text):
            creating = created[1]
            columns = [] if creating == table else columns
        elif insert := _INSERT.match(text):
            creating = ""
            if insert[1] == table:
                named = [name.strip(' `"') for name in insert[2].split(",")] if insert[2] else columns
                yield from _inserted(text, insert.end(), named, options, f"{path.name}:{number}", number)
        elif creating == table and (column := _COLUMN.match(text)):
            columns.append(column[1])
        elif not creating and not _OTHER_SQL.match(text):
            yield unreadable(number, "is no SQL statement", text)


def _inserted(text: str, at: int, columns: Sequence[str], options: FormatOptions, origin: str, line: int) -> Iterator[Read]:
    row = 0
    while opened := _ROW.match(text, at):
        at, cells, row = opened.end(), [], row + 1
        while value := _VALUE.match(text, at):
            at = value.end()
            cells.append("" if value[2] else value[3] or _ESCAPE.sub(lambda found: found[1] or "'", value[1] or ""))
            if value[4] == ")":
                break
        else:
            yield unreadable(line, f"row {row} of the statement is cut off or has broken quotes", text[at : at + 200])
            return
        yield record(columns, cells, options, f"{origin}:{row}", line)


def read_csv(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    columns: list[str] = []
    theirs = {plain(column): ours for ours, column in options.renamed.items()}
    for number, text, fault in text_lines(path, meter):
        if not columns:
            columns = [theirs.get(name, _HEADINGS.get(name, name)) for name in map(plain, _header(path, text))]
            if "calldate" not in columns or not {"dst", "did"} & set(columns):
                raise BadFile(f"{path}: its first line has no column calldate (Call Date) and dst (Destination): export it with its header")
            continue
        try:
            if fault:
                raise BadValue(fault)
            cells = csv_cells(text)
        except BadValue as problem:
            yield unreadable(number, problem, text)
        else:
            yield record(columns, cells, options, f"{path.name}:{number}", number)


def _header(path: Path, text: str) -> list[str]:
    try:
        return csv_cells(text)
    except BadValue as problem:
        raise BadFile(f"{path}: its first line is no CSV header: {problem}") from problem


def record(columns: Sequence[str], cells: Sequence[str], options: FormatOptions, origin: str, line: int) -> Read:
    """One row of the table, or one line of an export."""
    if len(cells) != len(columns):
        return unreadable(line, f"{len(columns)} columns expected, {len(cells)} found", ",".join(cells))
    row = dict(zip(columns, cells, strict=True))
    named = [f"{name}={value}" for name, value in sorted(row.items()) if value]  # the export orders its columns otherwise
    try:
        return asterisk.record(row, options, fingerprint("freepbx", named), origin)
    except BadValue as problem:
        return unreadable(line, problem, ",".join(cells))
