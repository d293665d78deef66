"""Ribbon (Sonus) SBC Core accounting (.ACT): START, STOP, ATTEMPT and INTERMEDIATE lines, no header.

Positions as the public field descriptions of releases 6 to 12 number them; releases add fields only behind these.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from star57.agent.formats.csv_rows import Facts, at_least, read_rows
from star57.agent.formats.fields import seconds
from star57.agent.formats.reading import BadValue, FormatOptions, Meter, Read
from star57.agent.formats.times import Reading, read_time

_TICKS_PER_SECOND = 100.0  # durations are counted in steps of 10 ms


class Layout(NamedTuple):
    """Positions counted from 1; 0: the record has no such field. Another release is another row of LAYOUTS."""

    calling: int
    called: int
    called_before: int  # before the first translation made on this node
    route: int  # gateway:trunk group, and the egress addresses behind it
    trunk_in: int
    duration: int
    reason: int


LAYOUTS: Mapping[str, Layout] = {
    "START": Layout(15, 16, 19, 26, 29, 0, 0),
    "STOP": Layout(20, 21, 24, 31, 34, 14, 15),
    "ATTEMPT": Layout(17, 18, 21, 28, 31, 0, 12),
}
_NO_CALL = frozenset({"INTERMEDIATE", "REBOOT", "SWITCHOVER", "SW_CHANGE"})  # an INTERMEDIATE says again what START said
_DATE, _TIME = 6, 7
_SIP = ("SIP,", "SIP-T,", "SIP-I,")
_CALL_ID, _FORWARDED_LAST = 1, 7  # among the items of a leg's SIP data, counted from 0; the second is P-K-CallForwardingLast's user


def read(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    def facts_of(cells: Sequence[str]) -> Facts | None:
        kind = cells[0].strip()
        layout = LAYOUTS.get(kind)
        if layout is not None:
            return _facts(cells, layout, options)
        if kind in _NO_CALL or kind.startswith(("#", "Sonus Networks")):  # a file's own first and last lines
            return None
        raise BadValue(f"{kind[:20]!r} is no record type: START, STOP, ATTEMPT or INTERMEDIATE")

    return read_rows(path, meter, "ribbon-csv", facts_of)


def _facts(cells: Sequence[str], layout: Layout, options: FormatOptions) -> Facts:
    at_least(cells, layout.trunk_in)
    called, before = cells[layout.called - 1], cells[layout.called_before - 1]
    gateway, _, trunk = cells[layout.route - 1].partition(":")
    legs = _sip_legs(cells[layout.trunk_in :])
    texts = {
        "call_ref": f"{cells[1]}:{cells[2]}",
        "called_in": before or called,
        "called_out": called,
        "calling_in": cells[layout.calling - 1],
        "next_hop": cells[layout.route + 1],
        "trunk_in": cells[layout.trunk_in - 1],
        "trunk_out": trunk or gateway,
        "call_id": _item(legs[0], _CALL_ID),
        "call_id_out": _item(legs[1], _CALL_ID),
        "diverted_from": _item(legs[0], _FORWARDED_LAST),
        "release": cells[layout.reason - 1] if layout.reason else "",
    }
    duration_s = seconds(cells[layout.duration - 1], "duration") / _TICKS_PER_SECOND if layout.duration else 0.0
    return Facts(texts, _start(cells[_DATE - 1], cells[_TIME - 1], options), duration_s)


def _sip_legs(cells: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The items of each leg's SIP data, found by their first: their positions differ between releases."""
    found = [cell.split(",") for cell in cells if cell.startswith(_SIP)]
    return (found[0] if found else (), found[1] if len(found) > 1 else ())


def _item(items: Sequence[str], place: int) -> str:
    return items[place] if place < len(items) else ""


def _start(date: str, clock: str, options: FormatOptions) -> Reading:
    """mm/dd/yyyy and hh:mm:ss.d of the node's own zone."""
    month, _, rest = date.partition("/")
    day, _, year = rest.partition("/")
    return read_time(f"{year}-{month:0>2}-{day:0>2} {clock}", options.zone, "start time")
