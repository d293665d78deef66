"""The first lines of an unknown CSV: what divides its cells, and whether its first line names them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from star57.agent.formats.lines import csv_cells, text_lines
from star57.agent.formats.mapped_csv import named_apart
from star57.agent.formats.reading import BadFile, BadValue, Meter

LINES = 20_000  # looked at; enough days for a date that only one order allows
_DELIMITERS = (",", ";", "\t", "|", "^")
_LINES_FOR_DELIMITER = 50
_DATA = re.compile(r"\d{4}|\d{1,2}[:/.]\d{2}|\d{1,3}(?:\.\d{1,3}){3}|@", re.ASCII)  # what stands in records and hardly in names


@dataclass(frozen=True, slots=True)
class Sample:
    """`header` is None for a file without; `first` is the first line as it stands. `misfits`: lines of another width, or broken."""

    path: Path
    first: str
    delimiter: str
    header: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]
    misfits: int

    @property
    def width(self) -> int:
        return len(self.header) if self.header is not None else len(self.rows[0])

    def name(self, column: int) -> str:
        """How a person knows the column; counted from 1."""
        return f"column {column + 1}" if self.header is None else f"column {column + 1} {self.header[column]!r}"

    def values(self, column: int) -> list[str]:
        """Those that are not empty."""
        return [text for row in self.rows if (text := row[column].strip())]


def sample_of(path: Path, delimiter: str | None = None) -> Sample:
    """Raises BadFile for what is no text of several columns."""
    lines = [line.text for line in islice(text_lines(path, Meter()), LINES) if not line.fault]
    if not lines:
        raise BadFile(f"{path}: holds no line of text")
    if lines[0].lstrip().startswith(("{", "[")):
        raise BadFile(f"{path}: is JSON and no CSV: see the formats that end in -json")
    delimiter = delimiter or _delimiter(lines)
    rows = [cells for line in lines if (cells := _cells(line, delimiter))]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    if width < 2:
        raise BadFile(f"{path}: no character divides its lines into columns: give it with --delimiter")
    fitting = [tuple(row) for row in rows if len(row) == width]
    header = None if len(rows[0]) != width or any(map(_DATA.search, rows[0])) else tuple(named_apart(rows[0]))
    records = tuple(fitting[1:] if header else fitting)
    if not records:
        raise BadFile(f"{path}: holds a first line and no record")
    return Sample(path, lines[0], delimiter, header, records, len(lines) - len(fitting))


def _delimiter(lines: Sequence[str]) -> str:
    """Of those that give most lines the same number of cells the one that gives the most cells."""
    some = lines[:_LINES_FOR_DELIMITER]

    def worth(delimiter: str) -> tuple[bool, int, float]:
        widths = Counter(len(_cells(line, delimiter)) for line in some)
        width, count = widths.most_common(1)[0]
        return (width > 1 and count >= 0.8 * len(some), width if width > 1 else 0, count)

    return max(_DELIMITERS, key=worth)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return csv_cells(line, delimiter)
    except BadValue:
        return []
