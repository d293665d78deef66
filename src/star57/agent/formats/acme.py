"""Oracle (Acme Packet) SBC local accounting CSV: no header; start, interim and stop records of one call share its ingress Call-ID.

Layouts from the public accounting guides: releases C6.2 to C6.4 and what S-Cz 9 names "Local CDR", which agree in what is read here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from star57.agent.formats.csv_rows import Facts, at_least, read_rows, uri_of
from star57.agent.formats.fields import seconds
from star57.agent.formats.reading import BadValue, FormatOptions, Meter, Read
from star57.agent.formats.times import Reading, read_time

_MONTHS = {name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}


class Layout(NamedTuple):
    """Positions, counted from 1 as the guides do. Another release is another row of LAYOUTS."""

    setup: int
    session_time: int  # 0: the record has none
    at: Mapping[str, int]


_BOTH = {"call_id": 5, "call_id_out": 6, "calling_in": 10, "called_in": 11}
_BEGUN = Layout(
    12, 0,
    {**_BOTH, "trunk_out": 18, "trunk_in": 19, "called_out": 73, "calling_out": 78, "source": 80, "next_hop": 82},
)  # fmt: skip
_ENDED = Layout(
    14, 13,
    {**_BOTH, "trunk_out": 22, "trunk_in": 23, "called_out": 121, "calling_out": 126, "source": 128, "next_hop": 130, "release": 134},
)  # fmt: skip
LAYOUTS: Mapping[str, Mapping[str, Layout]] = {"C6.2": {"1": _BEGUN, "2": _ENDED}}
_OTHER_RECORDS = frozenset({"3", "7", "8"})  # interim: the stop tells it all; accounting on and off: no call


def read(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    layouts = LAYOUTS["C6.2"]

    def facts_of(cells: Sequence[str]) -> Facts | None:
        layout = layouts.get(cells[0].strip())
        if layout is not None:
            return _facts(cells, layout, options)
        if cells[0].strip() in _OTHER_RECORDS:
            return None
        raise BadValue(f"{cells[0][:20]!r} is no record type: 1 is start, 2 is stop")

    return read_rows(path, meter, "acme-csv", facts_of)


def _facts(cells: Sequence[str], layout: Layout, options: FormatOptions) -> Facts:
    at_least(cells, max(layout.setup, 11))
    width = len(cells)
    texts = {field: cells[place - 1] for field, place in layout.at.items() if place <= width}
    for field in ("calling_in", "called_in", "calling_out", "called_out"):
        if texts.get(field):
            texts[field] = uri_of(texts[field])
    duration_s = seconds(cells[layout.session_time - 1], "session time") if layout.session_time else 0.0
    return Facts(texts, setup_time(cells[layout.setup - 1], options), duration_s)


def setup_time(text: str, options: FormatOptions) -> Reading:
    """13:49:59.569 UTC NOV 22 2026; any other way of writing is left to read_time."""
    words = text.split()
    try:
        clock, zone, month, day, year = words
        hours, minutes, rest = clock.split(":")
        whole, _, fraction = rest.partition(".")
        micros = int((fraction + "000000")[:6])
        at = datetime(int(year), _MONTHS[month.upper()], int(day), int(hours), int(minutes), int(whole), micros, UTC)
    except (ValueError, KeyError):
        if ":" not in text:
            raise BadValue(f"setup time {text[:40]!r} is no time such as 13:49:59.569 UTC NOV 22 2026") from None
        return read_time(text, options.zone, "setup time")
    if zone not in ("UTC", "GMT"):
        return read_time(text, options.zone, "setup time")
    return Reading(at, 10.0 ** -min(len(fraction), 6))
