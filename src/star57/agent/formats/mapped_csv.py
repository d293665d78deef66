"""Any CSV with a header: a table says which of its columns is which of our fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from star57.agent.formats.cell_print import cell_print
from star57.agent.formats.columns import field_columns, squeezed
from star57.agent.formats.fields import cdr, seconds
from star57.agent.formats.lines import Line, csv_cells, text_lines
from star57.agent.formats.reading import BadFile, BadValue, FormatOptions, Meter, Read, unreadable
from star57.agent.formats.times import read_time

_TIMES = frozenset({"time", "timestamp", "datetime", "date", "calltime"})
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file: its columns, and where each of our fields lies among them."""

    delimiter: str
    columns: Sequence[str]
    at: Mapping[str, int]


def read(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    header: Header | None = None
    for line in text_lines(path, meter):
        if header is None:
            header = header_in(path, line, options)
        else:
            yield row_in(path, line, header, options)


def header_in(path: Path, line: Line, options: FormatOptions) -> Header:
    """Raises BadFile."""
    try:
        if line.fault:
            raise BadValue(line.fault)
        delimiter = max(_DELIMITERS, key=line.text.count)
        columns = csv_cells(line.text, delimiter)
    except BadValue as problem:
        raise BadFile(f"{path}: its first line is no CSV header: {problem}") from problem
    return Header(delimiter, columns, _positions(path, columns, options.renamed))


def row_in(path: Path, line: Line, header: Header, options: FormatOptions) -> Read:
    try:
        if line.fault:
            raise BadValue(line.fault)
        cells = csv_cells(line.text, header.delimiter)
        if len(cells) != len(header.columns):
            raise BadValue(f"{len(header.columns)} columns expected, {len(cells)} found")
        texts = {field: cells[i] for field, i in header.at.items()}
        start = read_time(texts.pop("started_at"), options.zone, header.columns[header.at["started_at"]])
        duration_s = seconds(texts.pop("duration_s", ""), "duration")
        return cdr(texts, start, duration_s, cell_print(cells), f"{path.name}:{line.number}")
    except BadValue as problem:
        return unreadable(line.number, problem, line.text)


def _positions(path: Path, columns: Sequence[str], renamed: Mapping[str, str]) -> dict[str, int]:
    """Our field -> the position of its column."""
    found = field_columns(columns, renamed)
    if "started_at" not in found:
        found.update(("started_at", column) for column in reversed(columns) if squeezed(column) in _TIMES)
    for needed, words in (("started_at", "when the call began"), ("called_in", "the called number")):
        if needed not in found and not (needed == "called_in" and "called_out" in found):
            raise BadFile(f'{path}: say which column holds {words}: columns = {{ {needed} = "…" }}; it has {", ".join(columns)[:200]}')
    return {field: columns.index(column) for field, column in found.items()}
