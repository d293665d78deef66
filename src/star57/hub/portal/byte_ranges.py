"""Which bytes of a file a browser asks for (RFC 9110, one range): a player that seeks must not fetch the whole. Pure."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes first to last of so many, both included."""

    first: int
    last: int
    whole: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1

    @property
    def content_range(self) -> str:
        """As the header says it."""
        return f"bytes {self.first}-{self.last}/{self.whole}"


class Unsatisfiable(ValueError):
    """The range lies outside the file."""


def asked_span(header: str | None, whole: int) -> Span | None:
    """The span asked for; None for the whole file, as for anything that is no single range. Raises Unsatisfiable."""
    found = _ONE_RANGE.fullmatch((header or "").strip())
    if found is None or found.groups() == ("", ""):
        return None
    begin, end = found.groups()
    first = int(begin) if begin else max(0, whole - int(end))
    last = min(int(end), whole - 1) if begin and end else whole - 1
    if first >= whole or last < first or (not begin and int(end) == 0):
        raise Unsatisfiable
    return Span(first, last, whole)
