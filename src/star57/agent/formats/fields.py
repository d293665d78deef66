"""Which of a site's columns is which of our fields, and how one record becomes a Cdr."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from functools import lru_cache
from hashlib import blake2b
from math import isfinite

from star57.agent.cdr import Cdr
from star57.agent.formats.reading import BadOptions, BadValue
from star57.agent.formats.times import Reading

# A site chooses the names of its extra columns; of several that mean the same the first that exists is taken.
_SYNONYMS: Mapping[str, str] = {
    "called_in": "dst_ouser ouser dst_orig_user orig_dst_user oruri_user original_called called_orig to_user callee_in",
    "called_out": "dst_user ruri_user r_user ru_user dst_number called_number called callee callee_out dst destination",
    "calling_in": "src_ouser src_user from_user caller calling calling_number caller_id src_number ani cli src",
    "calling_out": "src_user_out from_user_out caller_out pai_user pai",
    "source": "src_ip source_ip srcip src_addr source_address source_addr remote_ip recv_ip received_ip peer_ip si",
    "next_hop": "nexthop next_hop nexthop_uri dst_uri duri du dst_domain dst_ip dest_ip destination_ip gw_ip",
    "trunk_in": "trunk_in in_trunk src_trunk ingress_trunk trunk_group_in tg_in carrier_in gw_in src_gw",
    "trunk_out": "trunk_out out_trunk dst_trunk egress_trunk trunk_group_out tg_out carrier_out gw_out dst_gw",
    "account": "account accountcode account_code account_id customer customer_id tenant",
    "channel_in": "channel",
    "channel_out": "dstchannel dst_channel",
    "call_id": "callid call_id sip_call_id sip_callid ci",
    "call_id_out": "callid_out out_callid b_callid call_id_b egress_call_id",
    "call_ref": "linkedid uniqueid call_uuid",
    "identity": "identity identity_hdr identity_header sip_identity stir_identity",
    "release": "sip_code release release_code hangup_cause cause disposition",
    "duration_s": "duration duration_s call_duration",
    "started_at": "start_time started_at call_start_time setup_time start",
}
SYNONYMS: Mapping[str, Sequence[str]] = {field: names.split() for field, names in _SYNONYMS.items()}
ALIASES = {"called": "called_in", "calling": "calling_in", "time": "started_at", "duration": "duration_s"}
FIELDS = frozenset(f.name for f in dataclass_fields(Cdr)) - {"record_id", "within_s", "origin"}
_HOST = re.compile(
    r"<?(?:sips?:|tel:|udp:|tcp:|tls:|wss?:)?(?://)?(?:[^@<>\s]*@)?(\[[0-9a-f:.%]+\]|[^:;,>\s/?]+)(?::\d+)?(?:[;,>/?].*)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d(?:\.\d+)?)", re.ASCII)
_LONGEST_CALL_S = 31 * 86_400.0


def column_names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def plain(column: str) -> str:
    """A column name without case, spaces and the CDR(...) that Asterisk's configuration puts around it."""
    name = re.sub(r"^\$?\{?CDR\((.+?)\)\}?$", r"\1", column.strip(), flags=re.IGNORECASE)
    return re.sub(r"[^a-z0-9]+", "_", name.split(",")[0].lower()).strip("_")


def field_columns(columns: Iterable[str], renamed: Mapping[str, str]) -> dict[str, str]:
    """Our field -> their column, for those that exist: as the operator says, then by our own names, then by SYNONYMS."""
    theirs = {plain(column): column for column in columns}
    found: dict[str, str] = {}
    for named, column in renamed.items():
        ours = ALIASES.get(named, named)
        if ours not in FIELDS:
            raise BadOptions(f"columns names {named!r}, which is no field of ours: use {', '.join(sorted(FIELDS | set(ALIASES)))}")
        if plain(column) not in theirs:
            raise BadOptions(f"columns says {named} = {column!r}, but the records have only {', '.join(theirs.values())}")
        found[ours] = theirs[plain(column)]
    taken = set(found.values())
    for ours, names in SYNONYMS.items():
        for name in (ours, *names):
            if ours not in found and name in theirs and theirs[name] not in taken:
                found[ours] = theirs[name]
                taken.add(theirs[name])
    return found


@lru_cache(maxsize=8192)  # a switch has few neighbours
def host_of(address: str) -> str:
    """The host of a SIP URI, a socket or a bare address; texts that are none of these stay as they are."""
    address = address.strip()
    if address.count(":") > 1 and re.fullmatch(r"[0-9a-fA-F:.]+", address):
        return address.lower()
    match = _HOST.fullmatch(address)
    return match[1].strip("[]") if match else address


def seconds(text: str, name: str) -> float:
    """A duration in seconds or h:mm:ss; "" is 0."""
    if not text:
        return 0.0
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3])
    try:
        value = float(text)
    except ValueError:
        raise BadValue(f"{name} {text[:40]!r} is no number of seconds") from None
    if not isfinite(value) or not 0 <= value <= _LONGEST_CALL_S:
        raise BadValue(f"{name} {text[:40]} is impossible")
    return value


def fingerprint(family: str, values: Iterable[str]) -> str:
    """The record's id: of its content only, so that a rotated or copied file brings the same records."""
    return blake2b("\x1f".join((family, *values)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def cdr(texts: Mapping[str, str], start: Reading, duration_s: float, record_id: str, origin: str) -> Cdr:
    """The record; `texts` holds those of our text fields that the switch wrote."""
    get = texts.get
    call_id = get("call_id", "")
    return Cdr(
        record_id=record_id,
        call_ref=get("call_ref", "") or call_id or record_id,
        started_at=start.at,
        within_s=start.within_s,
        duration_s=duration_s,
        called_in=get("called_in", ""),
        called_out=get("called_out", ""),
        calling_in=get("calling_in", ""),
        calling_out=get("calling_out", ""),
        source=host_of(get("source", "")),
        next_hop=host_of(get("next_hop", "")),
        trunk_in=get("trunk_in", ""),
        trunk_out=get("trunk_out", ""),
        account=get("account", ""),
        channel_in=get("channel_in", ""),
        channel_out=get("channel_out", ""),
        call_id=call_id,
        call_id_out=get("call_id_out", ""),
        identity=get("identity", ""),
        release=get("release", ""),
        origin=origin,
    )
