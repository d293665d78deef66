"""What the values of a column can be by their look: numbers, addresses, times, lengths of calls."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from star57.agent.formats.fields import seconds
from star57.agent.formats.reading import DATE_ORDERS, BadValue, FormatOptions
from star57.agent.formats.times import read_time
from star57.agent.formats.written_times import in_order

_PHONE = re.compile(r"(?:<?(?:sips?|tel):)?[+#*]?[\d().\- #*]{3,22}(?:@[^\s>]+>?)?(?:;[^\s]*)?", re.IGNORECASE | re.ASCII)
_WITHHELD = re.compile(r"(?:anonymous|restricted|private|unknown|withheld|unavailable)\b.*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:<?sips?:(?:[^@\s]*@)?)?(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f]*:[0-9a-f:]+\]?)(?::\d{1,5})?(?:[;>].*)?", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}(?:\d{3}|\d{6})?(?:\.\d+)?", re.ASCII)
_SPREADSHEET = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE | re.ASCII)
_EPOCH_SPAN_S = 400 * 86_400.0  # one export hardly holds more; telephone numbers that look like seconds spread wider
MOST = 0.9  # share of values from which a column is of a kind
_LOOKED_AT = 2_000


class Kind(StrEnum):
    NUMBER = "telephone numbers"
    ADDRESS = "addresses"
    LENGTH = "lengths of calls"
    TEXT = "texts"


class Share(NamedTuple):
    fitting: int
    of: int

    @property
    def is_most(self) -> bool:
        return self.of > 0 and self.fitting >= MOST * self.of

    def __str__(self) -> str:
        return f"{self.fitting:,} of {self.of:,}"


def share(kind: Kind, values: Sequence[str]) -> Share:
    some = values[:_LOOKED_AT]
    return Share(sum(bool(_TESTS[kind](text)) for text in some), len(some))


def spoiled_by_spreadsheet(values: Sequence[str]) -> bool:
    return any(map(_SPREADSHEET.fullmatch, values[:_LOOKED_AT]))


def time_orders(values: Sequence[str]) -> tuple[str | None, ...]:
    """How these may be read as times: None when as they stand, else the orders of day and month that fit every value; () for no time."""
    if _is_read(values, None):
        return () if _EPOCH.fullmatch(values[0]) and not _is_one_stretch(values) else (None,)
    return tuple(order for order in DATE_ORDERS if _is_read(values, order))


def instants(values: Sequence[str], options: FormatOptions) -> list[datetime | None]:
    found: list[datetime | None] = []
    for text in values:
        try:
            found.append(read_time(in_order(text, options.date_order) if options.date_order else text, options.zone, "time").at)
        except BadValue:
            found.append(None)
    return found


def _is_read(values: Sequence[str], order: str | None) -> bool:
    """Almost all; but none that another order would read may fail: one 22/11 among a thousand 05/11 says which comes first."""
    if not values:
        return False
    failed = [
        text for text, at in zip(values, instants(values, FormatOptions(date_order=order)), strict=True) if at is None and text != "0"
    ]
    if len(failed) > (1 - MOST) * len(values):
        return False
    return order is None or all(_is_no_date(text) for text in failed)


def _is_no_date(text: str) -> bool:
    return all(at is None for order in DATE_ORDERS for at in instants([text], FormatOptions(date_order=order)))


def _is_one_stretch(values: Sequence[str]) -> bool:
    found = sorted(at for at in instants(values, FormatOptions()) if at is not None)
    inner = found[len(found) // 50 : len(found) - len(found) // 50] or found
    return (inner[-1] - inner[0]).total_seconds() <= _EPOCH_SPAN_S and inner[0] > datetime(2000, 1, 1, tzinfo=UTC)


def _is_number(text: str) -> bool:
    return bool(_PHONE.fullmatch(text) or _WITHHELD.fullmatch(text)) and not _ADDRESS.fullmatch(text)


def _is_length(text: str) -> bool:
    try:
        seconds(text, "duration")
    except BadValue:
        return False
    return True


_TESTS: dict[Kind, Callable[[str], object]] = {
    Kind.NUMBER: _is_number,
    Kind.ADDRESS: _ADDRESS.fullmatch,
    Kind.LENGTH: _is_length,
    Kind.TEXT: bool,
}
