"""Files as lines or database rows, in constant memory; what is no such file is refused at once."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from star57.agent.formats.compressed import plain_bytes
from star57.agent.formats.reading import BadFile, BadValue, Meter

LONGEST_LINE = 1_000_000  # bytes
_MAGIC = {
    b"SQLite format 3\x00": "an SQLite database: give a format that ends in -sqlite or -sql",
    b"PK\x03\x04": "a zip archive or spreadsheet: unpack it, or save the sheet as CSV",
}


class Line(NamedTuple):
    """One line, counted from 1; `fault` says why it cannot be text, or is ""."""

    number: int
    text: str
    fault: str


def text_lines(path: Path, meter: Meter, longest: int = LONGEST_LINE) -> Iterator[Line]:
    """The lines that are not blank. UTF-8, or Latin-1 where a line is not (names of old phones)."""
    if meter.part is not None:
        if meter.part.head:
            yield from _lines(BytesIO(meter.part.head), 0, Meter(), longest)
        yield from _lines(meter.part.body, meter.part.lines_before, meter, longest)
        return
    with plain_bytes(path) as (file, taken):
        refuse_binary(path, file.peek(4096)[:4096])
        for line in _lines(file, 0, Meter(), longest):
            meter.bytes_read = taken()
            yield line
        meter.bytes_read = taken()


def _lines(file: BinaryIO, number: int, meter: Meter, longest: int) -> Iterator[Line]:
    while raw := file.readline(longest):
        number += 1
        meter.bytes_read += len(raw)
        is_cut = len(raw) == longest and not raw.endswith(b"\n")
        while is_cut and (rest := file.readline(longest)):
            meter.bytes_read += len(rest)
            if rest.endswith(b"\n"):
                break
        line = line_of(raw, number, f"longer than {longest} bytes" if is_cut else "")
        if line.text.strip():
            yield line


def first_line(path: Path) -> tuple[Line, int]:
    """The first line of a file that is not compressed, and how many bytes it takes."""
    try:
        with path.open("rb") as file:
            refuse_binary(path, file.read(4096))
            file.seek(0)
            raw = file.readline(LONGEST_LINE)
    except OSError as problem:
        raise BadFile(f"{path}: cannot be read: {problem.strerror}") from problem
    return line_of(raw, 1), len(raw)


def line_of(raw: bytes, number: int, fault: str = "") -> Line:
    """The line as text, whatever its encoding."""
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        text = raw.decode("latin-1").rstrip("\r\n")
    return Line(number, text, fault or ("holds a zero byte" if "\0" in text else ""))


def refuse_binary(path: Path, head: bytes) -> None:
    """Raises BadFile for what its first bytes show to be no text."""
    if not head:
        raise BadFile(f"{path}: is empty: leave it out, or check that the switch still writes its records there")
    for magic, meaning in _MAGIC.items():
        if head.startswith(magic):
            raise BadFile(f"{path}: is {meaning}")
    if head.count(b"\0") > len(head) // 100:
        raise BadFile(f"{path}: is no text file: check the format given for it")


def csv_cells(text: str, delimiter: str = ",") -> list[str]:
    """The cells of one line, quoted as Asterisk and spreadsheets do."""
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=True), [])
    except csv.Error as problem:
        raise BadValue(f"its quotes or delimiters are broken ({problem})") from None


class Database:
    """An SQLite file, opened so that nothing is written to it even while a switch writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                head = file.read(16)
        except OSError as problem:
            raise BadFile(f"{path}: cannot be read: {problem.strerror}") from problem
        if head != b"SQLite format 3\x00":
            what = "is empty" if not head else "is no SQLite database"
            raise BadFile(f"{path}: {what}: check the format given for it")

    def tables(self) -> dict[str, tuple[str, ...]]:
        """Table -> its columns."""
        with self._refusing("schema"), closing(self._connect()) as connection:
            names = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
            return {name: tuple(d[0] for d in connection.execute(f"SELECT * FROM {_quoted(name)} LIMIT 0").description) for name in names}

    def rows(self, table: str) -> Iterator[tuple[object, ...]]:
        with self._refusing(table), closing(self._connect()) as connection:
            yield from connection.execute(f"SELECT * FROM {_quoted(table)}")

    def _connect(self) -> sqlite3.Connection:
        """Read only; where the folder is read-only too, a write-ahead log cannot be opened, so without one."""
        uri = self.path.absolute().as_uri()
        for mode in ("mode=ro", "mode=ro&immutable=1"):
            connection = sqlite3.connect(f"{uri}?{mode}", uri=True, timeout=10)
            connection.text_factory = _lenient
            try:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError as problem:
                connection.close()
                if "locked" in str(problem) or mode != "mode=ro":
                    raise
            except sqlite3.Error:
                connection.close()
                raise
            else:
                return connection
        raise AssertionError

    def _refusing(self, where: str) -> "_Refusing":
        return _Refusing(self.path, where)


class _Refusing:
    """Turns SQLite's errors into BadFile."""

    def __init__(self, path: Path, where: str) -> None:
        self.path, self.where = path, where

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, problem: object, _trace: object) -> None:
        if isinstance(problem, (sqlite3.Error, OverflowError)):
            raise BadFile(f"{self.path}: cannot be read at {self.where}: {problem}: copy it anew (sqlite3 FILE .backup), then import again")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _lenient(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
