"""CALLS.csv: the calls to trace, one a row. Keeps each field as written, for the result echoes it."""

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from star57.agent.matching import odd_year
from star57.numbers import NotANumber, parse_e164
from star57.world.tables import BadWorld

NEEDED = ("called", "calling", "time", "terminating")
UNCERTAINTY = "uncertainty_s"
USUAL_UNCERTAINTY_S = 120.0
_LONGEST_UNCERTAINTY_S = 86_400.0
_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Call:
    """One call to trace. `line` counts the file's lines from 1, header included; `raw` is what stood under each column."""

    line: int
    called_number: str
    calling_number: str | None
    at: datetime
    terminating: str
    uncertainty_s: float
    raw: "RawCall"


@dataclass(frozen=True, slots=True)
class RawCall:
    """The fields verbatim."""

    called: str
    calling: str
    time: str
    terminating: str


@dataclass(frozen=True, slots=True)
class _Row:
    file: Path
    line: int
    cells: dict[str, str]

    def refuse(self, field: str, problem: str) -> NoReturn:
        raise BadWorld(f"{self.file}: line {self.line}: {field}: {problem}")

    def text(self, field: str) -> str:
        return self.cells.get(field, "").strip()


def read_calls(file: Path, *, providers: frozenset[str]) -> tuple[Call, ...]:
    """Every row in its order. Raises BadWorld at the first bad one: a line that names file, line and field."""
    return tuple(_call(row, providers) for row in _rows(file))


def _rows(file: Path) -> Iterator[_Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check_header(file, header)
            while (cells := next(reader, None)) is not None:
                if any(cell.strip() for cell in cells):
                    yield _row(file, reader.line_num, header, cells)
    except OSError as problem:
        raise BadWorld(f"{file}: cannot be read: {problem.strerror}") from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise BadWorld(f"{file}: is no CSV in UTF-8: {problem}") from problem


def _check_header(file: Path, header: list[str]) -> None:
    wanted = ",".join(NEEDED) + f"[,{UNCERTAINTY}]"
    for name in NEEDED:
        if header.count(name) != 1:
            raise BadWorld(f"{file}: line 1: {name}: stands {header.count(name)} times in the header, which must be {wanted}")
    for name in header:
        if name not in (*NEEDED, UNCERTAINTY) or header.count(name) > 1:
            raise BadWorld(f"{file}: line 1: {name}: does not belong in the header, which must be {wanted}")


def _row(file: Path, line: int, header: list[str], cells: list[str]) -> _Row:
    row = _Row(file, line, dict(zip(header, cells, strict=False)))
    if len(cells) > len(header):
        row.refuse(header[-1], f"{len(cells)} fields stand where the header has {len(header)}: quote a field that holds a comma")
    missing = [name for name in NEEDED if name not in row.cells]
    if missing:
        row.refuse(missing[0], f"only {len(cells)} fields stand where the header has {len(header)}")
    return row


def _call(row: _Row, providers: frozenset[str]) -> Call:
    terminating = row.text("terminating")
    if terminating not in providers:
        row.refuse("terminating", f"{terminating!r} is no provider of the world: use one of {_some(providers)}")
    calling = row.text("calling")
    return Call(
        line=row.line,
        called_number=_number(row, "called"),
        calling_number=_number(row, "calling") if calling else None,
        at=_instant(row),
        terminating=terminating,
        uncertainty_s=_uncertainty(row),
        raw=RawCall(**{name: row.cells[name] for name in NEEDED}),
    )


def _some(providers: frozenset[str]) -> str:
    names = sorted(providers)
    return ", ".join(names) if len(names) <= 12 else ", ".join(names[:12]) + f" … ({len(names)} in all)"


def _number(row: _Row, field: str) -> str:
    found = row.text(field)
    try:
        if _E164.fullmatch(found) and parse_e164(found) == found:
            return found
    except NotANumber as problem:
        row.refuse(field, str(problem))
    or_empty = ", or leave it empty: withheld" if field == "calling" else ""
    return row.refuse(field, f"{found!r} is no E.164 number: write it as +16175550172{or_empty}")


def _instant(row: _Row) -> datetime:
    found = row.text("time")
    if not _RFC3339.fullmatch(found):
        row.refuse("time", f"{found!r} is no RFC 3339 time with offset: write it as 2026-11-22T13:49:17Z or 2026-11-22T08:49:17-05:00")
    try:
        at = datetime.fromisoformat(found.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        row.refuse("time", f"{found!r} is no time: {problem}")
    if trouble := odd_year(at):
        row.refuse("time", f"{found!r} {trouble}")
    return at


def _uncertainty(row: _Row) -> float:
    found = row.text(UNCERTAINTY)
    try:
        seconds = float(found) if found else USUAL_UNCERTAINTY_S
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= _LONGEST_UNCERTAINTY_S:
        row.refuse(UNCERTAINTY, f"{found!r} is no number of seconds from 0 to {_LONGEST_UNCERTAINTY_S:.0f}")
    return seconds
