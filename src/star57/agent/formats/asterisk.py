"""Asterisk's cdr_csv (Master.csv) and cdr_custom files; FreePBX keeps the same records in a table (freepbx.py)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from star57.agent.cdr import Cdr
from star57.agent.formats.columns import column_names, field_columns, plain
from star57.agent.formats.fields import cdr, fingerprint, seconds
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
_NATIVE = {*_OLD, *_NEW, "uniqueid", "userfield", "calldate", "did", "outbound_cnum", "rdnis", "call_id", "sip_call_id", "identity"}
CUSTOM = column_names("clid src dst channel dstchannel start end duration billsec disposition peeraccount linkedid sequence")
_UNIQUEID = re.compile(r"(?:\S+-)?\d{9,11}\.\d+", re.ASCII)
_PEER = re.compile(r"^(?:IAX2/(?P<iax>.+?)(?:-\d{1,5})?|[A-Za-z0-9]+/(?P<sip>.+?)(?:-[0-9a-fA-F]{6,16})?(?:;[12])?)$", re.ASCII)
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_OTHER_NAMES = {
    "start": "started_at", "dst": "called_in", "src": "calling_in", "linkedid": "call_ref", "disposition": "release",
    "accountcode": "account", "channel": "channel_in", "dstchannel": "channel_out", "source": "source", "next_hop": "next_hop",
    "rdnis": "diverted_from",
}  # fmt: skip
_CALLER = re.compile(r"<([^<>]*)>\s*$")


def read_csv(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    return _read(path, options, meter, "asterisk-csv", options.order)


def read_custom(path: Path, options: FormatOptions, meter: Meter) -> Iterator[Read]:
    return _read(path, options, meter, "asterisk-custom", options.order or CUSTOM)


def _read(path: Path, options: FormatOptions, meter: Meter, family: str, order: Sequence[str] | None) -> Iterator[Read]:
    columns = _asterisks(tuple(plain(name) for name in order or ()))
    if columns and not {"start", "calldate"} & set(columns):
        raise BadFile(f"{path}: columns name no start: say which column is CDR(start); they are {', '.join(columns)}")
    for number, text, fault in text_lines(path, meter):
        try:
            if fault:
                raise BadValue(fault)
            cells = csv_cells(text)
            if columns and _asterisks(tuple(map(plain, cells))) == columns:
                continue
            row = dict(zip(columns or _layout(cells), cells, strict=False))
            if columns and len(cells) != len(columns):
                raise BadValue(f"{len(columns)} columns expected, {len(cells)} found")
            yield record(row, options, fingerprint(family, cells), f"{path.name}:{number}")
        except BadValue as problem:
            yield unreadable(number, problem, text)


@lru_cache(maxsize=64)
def _asterisks(columns: tuple[str, ...]) -> tuple[str, ...]:
    """A site may call a column as it likes: caller for src, start_time for start."""
    found = field_columns(columns, {}) if columns else {}
    if "dst" not in columns and "called_in" not in found and "called_out" in found:
        found["called_in"] = found["called_out"]
    theirs = {found[ours]: native for native, ours in _OTHER_NAMES.items() if native not in columns and ours in found}
    native = {name for name in columns if name in _NATIVE}
    return tuple(name if name in native else theirs.get(name, name) for name in columns)


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
    trunk_in, trunk_out = peer_of(channel), peer_of(dstchannel) or dialled.peer
    did, dst = get("did", ""), get("dst", "")
    texts = {
        "call_ref": get("linkedid") or get("uniqueid") or channel,
        "called_in": did or dst,
        "called_out": dialled.number or (dst if did else ""),
        "calling_in": get("src") or _caller(get("clid", "")),
        "calling_out": get("outbound_cnum", ""),
        "diverted_from": get("rdnis", ""),
        "source": get("source", "") or _address(trunk_in),
        "next_hop": get("next_hop", "") or _address(trunk_out),
        "trunk_in": trunk_in,
        "trunk_out": trunk_out,
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
    return (match["iax"] or match["sip"] or "") if match and not channel.startswith("Local/") else ""


def _address(peer: str) -> str:
    """A peer without a name of its own goes by its address: SIP/192.0.2.7-0000001a."""
    return peer if _ADDRESS.fullmatch(peer) else ""


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
