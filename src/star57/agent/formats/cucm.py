"""Cisco Unified Communications Manager CDR files: a line of names, a line of types, then one line a call (CUCM 8 to 14).

Addresses in the older columns are signed little-endian integers; times are Unix seconds in UTC.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Address
from pathlib import Path

from star57.agent.formats.csv_rows import Facts, RowReader, read_named_rows
from star57.agent.formats.fields import seconds
from star57.agent.formats.reading import BadValue, FormatOptions, Meter, Read
from star57.agent.formats.times import read_time

_NEEDED = ("datetimeorigination", "originalcalledpartynumber", "callingpartynumber")
_TEXTS: Mapping[str, Sequence[str]] = {
    "called_in": ("originalcalledpartynumber",),
    "called_out": ("outpulsedcalledpartynumber", "finalcalledpartynumber"),
    "calling_in": ("callingpartynumber",),
    "calling_out": ("outpulsedcallingpartynumber",),
    "diverted_from": ("lastredirectdn",),
    "trunk_in": ("origdevicename",),
    "trunk_out": ("destdevicename",),
    "call_id": ("incomingprotocolcallref",),
    "call_id_out": ("outgoingprotocolcallref",),
}
_CDR = ("1", "")


def read(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    def reader_of(names: Sequence[str]) -> RowReader:
        names = [name.replace("_", "") for name in names]
        if missing := [name for name in _NEEDED if name not in names]:
            raise BadValue(f"it has no column {missing[0]}")
        places = {name: place for place, name in enumerate(names)}
        return lambda cells: _facts(cells, places, options)

    return read_named_rows(path, meter, "cucm-csv", reader_of)


def _facts(cells: Sequence[str], places: Mapping[str, int], options: FormatOptions) -> Facts | None:
    if len(cells) != len(places):
        raise BadValue(f"{len(places)} columns expected, {len(cells)} found")

    def get(name: str) -> str:
        place = places.get(name)
        return "" if place is None else cells[place].strip()

    kind = get("cdrrecordtype")
    if kind.upper().startswith("INTEGER"):
        return None  # the line of types
    if kind not in _CDR:
        raise BadValue(f"record type {kind[:20]!r} is no call record: 1 expected")
    texts = {field: next((text for name in names if (text := get(name))), "") for field, names in _TEXTS.items()}
    texts["call_ref"] = _call_ref(get)
    texts["source"] = get("origipv4v6addr") or _address(get("origipaddr"))
    texts["next_hop"] = get("destipv4v6addr") or _address(get("destipaddr"))
    causes = (get("origcausevalue"), get("destcausevalue"))
    texts["release"] = next((cause for cause in causes if cause not in ("", "0")), "")
    begun = get("datetimeorigination")
    start = read_time(get("datetimeconnect") if begun == "0" else begun, options.zone, "dateTimeOrigination")
    answered = get("datetimeconnect") not in ("", "0")
    return Facts(texts, start, seconds(get("duration"), "duration") if answered else 0.0)


def _call_ref(get: Callable[[str], str]) -> str:
    return "-".join(part for part in map(get, ("globalcallidclusterid", "globalcallidcallmanagerid", "globalcallidcallid")) if part)


@lru_cache(maxsize=8192)  # a cluster has few neighbours
def _address(number: str) -> str:
    if number in ("", "0"):
        return ""
    try:
        return str(IPv4Address((int(number) & 0xFFFFFFFF).to_bytes(4, "little")))
    except ValueError:
        raise BadValue(f"address {number[:20]!r} is no integer") from None
