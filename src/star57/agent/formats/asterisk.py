"""Asterisk's cdr_csv (Master.csv) and cdr_custom files; FreePBX keeps the same records in a table (freepbx.py)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from star57.agent.cdr import Cdr
from star57.agent.formats.fields import cdr, column_names, fingerprint, plain, seconds
from star57.agent.formats.lines import csv_cells, text_lines
from star57.agent.formats.reading import BadFile, BadValue, FormatOptions, Meter, Read, unreadable
from star57.agent.formats.times import read_time

_OLD = column_names(
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags"
)
_NEW = ("peeraccount", "linkedid", "sequence")
# cdr.conf: loguniqueid and loguserfield each add a column, newcdrcolumns adds three.
_LAYOUTS: Mapping[int, Sequence[str]] = {
    16: _OLD,
    18: [*_OLD, "uniqueid", "userfield"],
    19: [*_OLD, *_NEW],
    21: [*_OLD, "uniqueid", "userfield", *_NEW],
}
CUSTOM = column_names("clid src dst channel dstchannel start end duration billsec disposition peeraccount linkedid sequence")
_UNIQUEID = re.compile(r"(?:\S+-)?\d{9,11}\.\d+", re.ASCII)
_PEER = re.compile(r"^(?:[A-Za-z0-9]+)/(.+?)(?:-[0-9a-fA-F]{6,16})?(?:;[12])?$", re.ASCII)
_CALLER = re.compile(r"<([^<>]*)>\s*$")


def read_csv(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    return _read(path, options, meter, "asterisk-csv", options.order)


def read_custom(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    return _read(path, options, meter, "asterisk-custom", options.order or CUSTOM)


def _read(path: Path, options: FormatOptions, meter: Meter, family: str, order: Sequence[str] | None) -> Iterator[Read]:
    columns = tuple(plain(name) for name in order or ())
    if columns and not {"start", "calldate"} & set(columns):
        raise BadFile(f"{path}: columns name no start: say which column is CDR(start); they are {', '.join(columns)}")
    for number, text, fault in text_lines(path, meter):
        try:
            if fault:
                raise BadValue(fault)
            cells = csv_cells(text)
            if columns and tuple(map(plain, cells)) == columns:
                continue
            row = dict(zip(columns or _layout(cells), cells, strict=False))
            if columns and len(cells) != len(columns):
                raise BadValue(f"{len(columns)} columns expected, {len(cells)} found")
            yield record(row, options, fingerprint(family, cells), f"{path.name}:{number}")
        except BadValue as problem:
            yield unreadable(number, problem, text)


def _layout(cells: Sequence[str]) -> Sequence[str]:
    """Which of cdr_csv's columns these are; with one of uniqueid and userfield left off, its look tells which."""
    if len(cells) in (17, 20):
        one = "uniqueid" if _UNIQUEID.fullmatch(cells[16]) else "userfield"
        return (*_OLD, one, *_NEW) if len(cells) == 20 else (*_OLD, one)
    if len(cells) not in _LAYOUTS:
        raise BadValue(f"{len(cells)} columns found: cdr_csv writes 16 to 21")
    return _LAYOUTS[len(cells)]


def record(row: Mapping[str, str], options: FormatOptions, record_id: str, origin: str) -> Cdr:
    """One Asterisk CDR, by Asterisk's own names."""
    get = row.get
    start = read_time(get("start") or get("calldate"), options.zone, "start")
    channel, dstchannel = get("channel", ""), get("dstchannel", "")
    dialled = dial_target(get("lastapp", ""), get("lastdata", ""))
    did, dst = get("did", ""), get("dst", "")
    texts = {
        "call_ref": get("linkedid") or get("uniqueid") or channel,
        "called_in": did or dst,
        "called_out": dialled.number or (dst if did else ""),
        "calling_in": get("src") or _caller(get("clid", "")),
        "calling_out": get("outbound_cnum", ""),
        "source": get("source", ""),
        "next_hop": get("next_hop", ""),
        "trunk_in": peer_of(channel),
        "trunk_out": peer_of(dstchannel) or dialled.peer,
        "account": get("accountcode", get("peeraccount", "")),
        "channel_in": channel,
        "channel_out": dstchannel,
        "call_id": get("call_id", get("sip_call_id", "")),
        "identity": get("identity", ""),
        "release": get("disposition", ""),
    }
    answered_for = seconds(get("billsec", get("duration", "")), "billsec")
    return cdr(texts, start, answered_for if get("disposition", "ANSWERED").upper() == "ANSWERED" else 0.0, record_id, origin)


def peer_of(channel: str) -> str:
    """The trunk inside a channel's name: PJSIP/trunkname-00000a1b. A Local channel is no trunk."""
    match = _PEER.match(channel)
    return match[1] if match and not channel.startswith("Local/") else ""


class Dialled(NamedTuple):
    number: str
    peer: str


def dial_target(application: str, arguments: str) -> Dialled:
    """What Dial was told: PJSIP/16025550168@trunk,20 or SIP/trunk/16025550168 or PJSIP/trunk/sip:1602…@host; the first of several."""
    if application.lower() != "dial":
        return Dialled("", "")
    technology, _, target = re.split("[,|&]", arguments, maxsplit=1)[0].partition("/")
    if technology == "Local" or not target:
        return Dialled("", "")
    first, _, rest = target.partition("/")
    if rest:
        return Dialled(re.sub(r"^sips?:", "", rest).split("@")[0], first.split("@")[-1])
    number, _, peer = target.partition("@")
    return Dialled(number, peer) if peer else Dialled("", first)


def _caller(clid: str) -> str:
    match = _CALLER.search(clid)
    return match[1] if match else ""
