"""Any CSV with a header: a table says which of its columns is which of our fields."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from star57.agent.formats.columns import field_columns, squeezed
from star57.agent.formats.fields import cdr, fingerprint, seconds
from star57.agent.formats.lines import csv_cells, text_lines
from star57.agent.formats.reading import BadFile, BadValue, FormatOptions, Meter, Read, unreadable
from star57.agent.formats.times import read_time

_TIMES = frozenset({"time", "timestamp", "datetime", "date", "calltime"})
_DELIMITERS = (",", ";", "\t", "|")


def read(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    renamed = options.renamed
    delimiter, columns, at = ",", [""], dict[str, int]()
    for number, text, fault in text_lines(path, meter):
        try:
            if fault:
                raise BadValue(fault)
            if not at:
                delimiter = max(_DELIMITERS, key=text.count)
                columns = csv_cells(text, delimiter)
                at = _positions(path, columns, renamed)
                continue
            cells = csv_cells(text, delimiter)
            if len(cells) != len(columns):
                raise BadValue(f"{len(columns)} columns expected, {len(cells)} found")
            texts = {field: cells[i] for field, i in at.items()}
            start = read_time(texts.pop("started_at"), options.zone, columns[at["started_at"]])
            duration_s = seconds(texts.pop("duration_s", ""), "duration")
            yield cdr(texts, start, duration_s, fingerprint("csv", cells), f"{path.name}:{number}")
        except BadValue as problem:
            if not at:
                raise BadFile(f"{path}: its first line is no CSV header: {problem}") from problem
            yield unreadable(number, problem, text)


def _positions(path: Path, columns: Sequence[str], renamed: Mapping[str, str]) -> dict[str, int]:
    """Our field -> the position of its column."""
    found = field_columns(columns, renamed)
    if "started_at" not in found:
        found.update(("started_at", column) for column in reversed(columns) if squeezed(column) in _TIMES)
    for needed, words in (("started_at", "when the call began"), ("called_in", "the called number")):
        if needed not in found and not (needed == "called_in" and "called_out" in found):
            raise BadFile(f'{path}: say which column holds {words}: columns = {{ {needed} = "…" }}; it has {", ".join(columns)[:200]}')
    return {field: columns.index(column) for field, column in found.items()}
