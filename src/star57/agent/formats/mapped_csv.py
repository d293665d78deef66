"""Any CSV: a table says which of its columns is which of our fields; without a header a list names our fields in the columns' order."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from star57.agent.formats.cell_print import cell_print
from star57.agent.formats.columns import field_columns, our_field, squeezed
from star57.agent.formats.fields import cdr, seconds
from star57.agent.formats.lines import Line, csv_cells, text_lines
from star57.agent.formats.reading import BadFile, BadOptions, BadValue, FormatOptions, Meter, Read, unreadable
from star57.agent.formats.times import read_time
from star57.agent.formats.written_times import in_order

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
    is_bare = isinstance(options.columns, tuple)
    for line in text_lines(path, meter):
        if header is None:
            header = _bare_header(path, line, options) if is_bare else header_in(path, line, options)
            if not is_bare or (meter.part is not None and meter.part.head):
                continue
        yield row_in(path, line, header, options)


def header_in(path: Path, line: Line, options: FormatOptions) -> Header:
    """Raises BadFile."""
    try:
        if line.fault:
            raise BadValue(line.fault)
        delimiter = options.delimiter or usual_delimiter(line.text)
        columns = named_apart(csv_cells(line.text, delimiter))
    except BadValue as problem:
        raise BadFile(f"{path}: its first line is no CSV header: {problem}") from problem
    return Header(delimiter, columns, _positions(path, columns, options.renamed))


def usual_delimiter(first_line: str) -> str:
    return max(_DELIMITERS, key=first_line.count)


def named_apart(names: Sequence[str]) -> list[str]:
    """Columns as a table can name them: one without a name, or with one that came before, is called by its place."""
    known: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        text = name.strip() or f"column {place}"
        known[text if text not in known else f"{text} (column {place})"] = place
    return list(known)


def _bare_header(path: Path, line: Line, options: FormatOptions) -> Header:
    """Raises BadFile and BadOptions."""
    columns = options.order or ()
    try:
        at = {our_field(name): place for place, name in enumerate(columns) if name.strip()}
    except BadOptions as problem:
        raise BadOptions(f'{problem}; "" leaves a column out. A file with a header takes a table like {{ called_in = "dst" }}') from None
    _must_have(path, at, columns)
    return Header(options.delimiter or usual_delimiter(line.text), columns, at)


def row_in(path: Path, line: Line, header: Header, options: FormatOptions) -> Read:
    try:
        if line.fault:
            raise BadValue(line.fault)
        cells = csv_cells(line.text, header.delimiter)
        if len(cells) != len(header.columns):
            raise BadValue(f"{len(header.columns)} columns expected, {len(cells)} found")
        texts = {field: cells[i] for field, i in header.at.items()}
        start = read_time(_start_text(texts.pop("started_at"), options), options.zone, header.columns[header.at["started_at"]])
        duration_s = seconds(texts.pop("duration_s", ""), "duration")
        return cdr(texts, start, duration_s, cell_print(cells), f"{path.name}:{line.number}")
    except BadValue as problem:
        return unreadable(line.number, problem, line.text)


def _positions(path: Path, columns: Sequence[str], renamed: Mapping[str, str]) -> dict[str, int]:
    """Our field -> the position of its column."""
    found = field_columns(columns, renamed)
    if "started_at" not in found:
        found.update(("started_at", column) for column in reversed(columns) if squeezed(column) in _TIMES)
    _must_have(path, found, columns)
    return {field: columns.index(column) for field, column in found.items()}


def _must_have(path: Path, found: Container[str], columns: Sequence[str]) -> None:
    for needed, words in (("started_at", "when the call began"), ("called_in", "the called number")):
        if needed not in found and not (needed == "called_in" and "called_out" in found):
            raise BadFile(f'{path}: say which column holds {words}: columns = {{ {needed} = "…" }}; it has {", ".join(columns)[:200]}')


def _start_text(text: str, options: FormatOptions) -> str:
    return in_order(text, options.date_order) if options.date_order else text
