"""Records of which each is one line of CSV: reads line by line, and keeps what one cannot be; knows no switch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from star57.agent.formats.columns import plain
from star57.agent.formats.fields import cdr, fingerprint
from star57.agent.formats.lines import csv_cells, text_lines
from star57.agent.formats.reading import BadFile, BadValue, Meter, Read, unreadable
from star57.agent.formats.times import Reading


class Facts(NamedTuple):
    """What one line says of a call."""

    texts: Mapping[str, str]
    start: Reading
    duration_s: float


RowReader: TypeAlias = Callable[[Sequence[str]], Facts | None]  # None: well formed, and no call


def read_rows(path: Path, meter: Meter, family: str, facts_of: RowReader) -> Iterator[Read]:
    """The records of a file without a header."""
    for number, text, fault in text_lines(path, meter):
        yield _record(text, fault, family, facts_of, f"{path.name}:{number}", number)


def read_named_rows(path: Path, meter: Meter, family: str, reader_of: Callable[[Sequence[str]], RowReader]) -> Iterator[Read]:
    """The records of a file whose first line names its columns; `reader_of` these names refuses with BadValue."""
    lines = text_lines(path, meter)
    first = next(lines, None)
    try:
        names = [plain(name) for name in csv_cells(first.text)] if first and not first.fault else []
        facts_of = reader_of(names)
    except BadValue as problem:
        raise BadFile(f"{path}: its first line is no header of {family}: {problem}: export it with its header") from problem
    for number, text, fault in lines:
        yield _record(text, fault, family, facts_of, f"{path.name}:{number}", number)


def _record(text: str, fault: str, family: str, facts_of: RowReader, origin: str, line: int) -> Read:
    try:
        if fault:
            raise BadValue(fault)
        cells = csv_cells(text)
        facts = facts_of(cells)
        return facts and cdr(facts.texts, facts.start, facts.duration_s, fingerprint(family, cells), origin)
    except BadValue as problem:
        return unreadable(line, problem, text)


def at_least(cells: Sequence[str], count: int) -> None:
    if len(cells) < count:
        raise BadValue(f"at least {count} columns expected, {len(cells)} found")


def uri_of(cell: str) -> str:
    """The SIP URI inside a name-addr; any other text as it is."""
    start = cell.find("<")
    end = cell.find(">", start)
    return cell[start + 1 : end] if 0 <= start < end else cell.partition(";tag=")[0]
