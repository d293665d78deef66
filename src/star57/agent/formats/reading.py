"""What every reader of switch records is given and gives back, and how a file that cannot be read is refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from star57.agent.cdr import Cdr

_LONGEST_RAW_KEPT = 4000  # characters of an unreadable line kept for a person
DATE_ORDERS = ("dmy", "mdy", "ymd")
_BAD_LINES_BEFORE_REFUSAL = 200


class CannotRead(ValueError):
    """The records cannot be read as asked; the message says what is wrong, where, and what to do."""


class BadFile(CannotRead):
    """This file is not what its format says, or is damaged."""


class BadOptions(CannotRead):
    """The description of the records (zone, columns, table) does not fit."""


class BadValue(ValueError):
    """One record holds something impossible; the message names the field."""


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """What a site knows about its records and the records do not say.

    `time_zone`: IANA name, for times without an offset (UTC when left out). `columns`: names in order for files without
    a header, or our field names -> theirs. `table`: of a database with several; names divided by commas.
    `date_order`: "dmy", "mdy" or "ymd", for dates all in digits. `delimiter`: between the cells, where the first line does not show it.
    """

    time_zone: str | None = None
    columns: tuple[str, ...] | Mapping[str, str] | None = None
    table: str | None = None
    date_order: str | None = None
    delimiter: str | None = None
    zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.date_order is not None and self.date_order not in DATE_ORDERS:
            raise BadOptions(f"date_order {self.date_order!r} is none: write one of {', '.join(DATE_ORDERS)}")
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise BadOptions(f"delimiter {self.delimiter!r} is none: write one character, such as ;")
        try:
            object.__setattr__(self, "zone", ZoneInfo(self.time_zone or "UTC"))
        except (ValueError, OSError, LookupError) as problem:
            raise BadOptions(f"time_zone {self.time_zone!r} is not a time zone: write one like America/Chicago or UTC") from problem

    @property
    def order(self) -> tuple[str, ...] | None:
        """Column names in order, when given so."""
        if isinstance(self.columns, Mapping):
            raise BadOptions("columns is a table, but this format has no header: list the column names in their order")
        return self.columns

    @property
    def renamed(self) -> Mapping[str, str]:
        """Our field names -> their columns, when given so."""
        if self.columns is None:
            return {}
        if not isinstance(self.columns, Mapping):
            raise BadOptions('columns is a list, but these records name their columns: write a table like { called_in = "dst" }')
        return self.columns


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that could not be read: its line (or row) counted from 1, why, and the text itself."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines out of a file that is still being written: `body` begins behind `lines_before` lines; `head` is the file's first line
    where the others cannot be read without it, else empty."""

    head: bytes
    body: BinaryIO
    lines_before: int


@dataclass(slots=True)
class Meter:
    """How many bytes of a file a reader has taken so far. `part`: read these lines, and not the file."""

    bytes_read: int = 0
    part: Part | None = None


Read = Cdr | Unreadable | None  # None: a record that is well formed and is no call (a BYE)


class Growth(Enum):
    """How a file may be read while a switch writes to it."""

    WHOLE = "only as a whole"
    LINES = "line by line"
    HEADED = "line by line, each under the first"
    OBJECTS = "line by line when the first line is one JSON object, else as a whole"


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which switches write records. `local_times`: its times carry no zone of their own. A format that is read by lines
    takes them from text_lines."""

    name: str
    summary: str
    local_times: bool
    read: Callable[[Path, FormatOptions, Meter], Iterator[Read]]
    growth: Growth = Growth.WHOLE


def unreadable(line: int, reason: object, raw: str) -> Unreadable:
    return Unreadable(line, str(reason), raw if len(raw) <= _LONGEST_RAW_KEPT else raw[:_LONGEST_RAW_KEPT] + "…")


def calls_of(items: Iterable[Read], path: Path, format_name: str) -> Iterator[Cdr | Unreadable]:
    """The calls among them; a file in which nothing reads is of another format, and is refused."""
    bad: list[Unreadable] = []
    has_good = False
    for item in items:
        if has_good or not isinstance(item, Unreadable):
            if not has_good:
                has_good = True
                yield from bad
            if item is not None:
                yield item
            continue
        bad.append(item)
        if len(bad) >= _BAD_LINES_BEFORE_REFUSAL:
            break
    if bad and not has_good:
        first = bad[0]
        raise BadFile(
            f"{path}: does not read as {format_name}: line {first.line}: {first.reason}: check the format and columns given for it"
        )
