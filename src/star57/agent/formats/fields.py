"""How the texts of one record become a Cdr."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from math import isfinite

from star57.agent.cdr import Cdr
from star57.agent.formats.reading import BadValue
from star57.agent.formats.times import Reading

_HOST = re.compile(
    r"<?(?:sips?:|tel:|udp:|tcp:|tls:|wss?:)?(?://)?(?:[^@<>\s]*@)?(\[[0-9a-f:.%]+\]|[^:;,>\s/?]+)(?::\d+)?(?:[;,>/?].*)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d(?:\.\d+)?)", re.ASCII)
_LONGEST_CALL_S = 31 * 86_400.0


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
    return blake2b("\x1f".join((family, *values)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


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
        diverted_from=get("diverted_from", ""),
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
