"""Which of their columns is which of our fields, and how one of their rows becomes a Cdr. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from zoneinfo import ZoneInfo

from star57.agent.cdr import Cdr
from star57.agent.formats.columns import field_columns
from star57.agent.formats.fields import cdr, fingerprint, seconds
from star57.agent.formats.reading import BadValue, CannotRead
from star57.agent.formats.times import read_time
from star57.agent.stores.files import StoreProblem
from star57.numbers import number_key

_OURS_ALONE = ("record_id", "within_s")  # columns that only a store of ours, or a careful site, has


class BadMap(StoreProblem):
    """The map does not fit their columns."""


class ColumnMap:
    """Made for the columns that are there. `columns`: those that are mapped, in the order in which rows give them."""

    def __init__(self, where: str, there: Sequence[str], mapped: Mapping[str, str], zone: ZoneInfo) -> None:
        try:
            found = field_columns(there, {ours: theirs for ours, theirs in mapped.items() if ours not in _OURS_ALONE})
        except CannotRead as problem:
            raise BadMap(f"{where}: {problem}") from problem
        found |= {ours: mapped.get(ours, ours) for ours in _OURS_ALONE if mapped.get(ours, ours) in there}
        for missing, theirs in mapped.items():
            if missing in _OURS_ALONE and theirs not in there:
                raise BadMap(f"{where}: columns says {missing} = {theirs!r}, but there are only {', '.join(there)[:200]}")
        if "started_at" not in found or not {"called_in", "called_out"} & found.keys():
            raise BadMap(f'{where}: say which column is which: columns = {{ started_at = "…", called_in = "…" }}; there are '
                         f"{', '.join(there)[:200]}")  # fmt: skip
        self._zone, self._of = zone, found
        self.columns = tuple(dict.fromkeys(found.values()))
        self._at = {ours: self.columns.index(theirs) for ours, theirs in found.items()}

    def __contains__(self, ours: str) -> bool:
        return ours in self._of

    def column(self, ours: str) -> str:
        return self._of[ours]

    def keys_in_row(self, row: Sequence[object], *numbers: str) -> set[str]:
        """The number_key of each of these fields that is there."""
        return {number_key(_text(row[self._at[ours]])) for ours in numbers if ours in self._at}

    def record(self, row: Sequence[object], origin: str) -> Cdr:
        """Raises BadValue."""
        texts = {ours: _text(row[at]) for ours, at in self._at.items()}
        start = read_time(_instant(row[self._at["started_at"]]), self._zone, self._of["started_at"])
        duration_s = seconds(texts.pop("duration_s", ""), "duration")
        own_id = texts.pop("record_id", "") or fingerprint("in place", [_text(value) for value in row])
        record = cdr(texts, start, duration_s, own_id, origin)
        return replace(record, within_s=_width(texts["within_s"])) if texts.get("within_s") else record


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _instant(value: object) -> object:
    """A time that came as a number or a date stays one; anything else is read as text."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC)
    return value


def _width(text: str) -> float:
    try:
        width = float(text)
    except ValueError:
        raise BadValue(f"within_s {text[:40]!r} is no number of seconds") from None
    if not isfinite(width) or width < 0:
        raise BadValue(f"within_s {text[:40]} is impossible")
    return width
