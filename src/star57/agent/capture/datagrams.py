"""IP packets as whole transport payloads: IPv4 and IPv6, their fragments put together in bounded memory."""

import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import NamedTuple

from star57.agent.formats.reading import BadValue

TCP, UDP = 6, 17
_FRAGMENT = 44
_EXTENSIONS = frozenset({0, 43, 51, 60, 135})  # hop-by-hop, routing, authentication, destination, mobility
_MOST_OPEN = 1024  # datagrams whose fragments have not all been seen
_LONGEST = 65_535
_GIVEN_UP_AFTER_NS = 30_000_000_000


class Payload(NamedTuple):
    """What TCP or UDP begins with; addresses packed."""

    source: bytes
    target: bytes
    protocol: int
    data: bytes


class _Piece(NamedTuple):
    payload: Payload
    key: tuple[bytes, bytes, int, int]
    at: int
    is_last: bool


@dataclass(slots=True)
class _Open:
    since_ns: int
    size: int = -1  # unknown until the last piece was seen
    pieces: dict[int, bytes] = field(default_factory=dict)


def address_of(packed: bytes) -> str:
    return str(ip_address(packed))


class Datagrams:
    """`taken` gives the payload when all of it is there."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[bytes, bytes, int, int], _Open] = OrderedDict()

    def taken(self, packet: bytes, now_ns: int) -> Payload | None:
        """Raises BadValue for what is no IP packet. One that carries neither TCP nor UDP is None."""
        try:
            read = _ipv4(packet) if packet[0] >> 4 == 4 else _ipv6(packet)
        except (struct.error, IndexError):
            raise BadValue("its IP header is cut off") from None
        if isinstance(read, _Piece):
            return self._joined(read, now_ns)
        return read

    def _joined(self, piece: _Piece, now_ns: int) -> Payload | None:
        while self._open and (len(self._open) > _MOST_OPEN or now_ns - next(iter(self._open.values())).since_ns > _GIVEN_UP_AFTER_NS):
            self._open.popitem(last=False)
        one = self._open.setdefault(piece.key, _Open(now_ns))
        data = piece.payload.data
        if piece.at + len(data) > _LONGEST:
            del self._open[piece.key]
            raise BadValue("its fragments make a packet that is too long")
        one.pieces.setdefault(piece.at, data)
        if piece.is_last:
            one.size = piece.at + len(data)
        whole = _whole(one)
        if whole is None:
            return None
        del self._open[piece.key]
        return piece.payload._replace(data=whole)


def _whole(one: _Open) -> bytes | None:
    found = b""
    for at, data in sorted(one.pieces.items()):
        if at > len(found):
            return None
        found += data[len(found) - at :]
    return found if len(found) == one.size else None


def _ipv4(packet: bytes) -> Payload | _Piece | None:
    first, size, mark, offset, protocol = packet[0], *struct.unpack_from("!HHH", packet, 2), packet[9]
    start = (first & 15) * 4
    if start < 20 or len(packet) < 20:
        raise BadValue("its IPv4 header is damaged")
    if protocol not in (TCP, UDP):
        return None
    end = size if size >= start else len(packet)  # 0: the network card divides what it sends
    payload = Payload(packet[12:16], packet[16:20], protocol, packet[start:end])
    if not offset & 0x3FFF:
        return payload
    return _Piece(payload, (*payload[:3], mark), (offset & 0x1FFF) * 8, not offset & 0x2000)


def _ipv6(packet: bytes) -> Payload | _Piece | None:
    if packet[0] >> 4 != 6:
        raise BadValue(f"its IP version {packet[0] >> 4} is neither 4 nor 6")
    size, kind = struct.unpack_from("!HB", packet, 4)
    source, target, at = packet[8:24], packet[24:40], 40
    if len(packet) < at:
        raise BadValue("its IPv6 header is cut off")
    packet = packet[: at + size] if size else packet
    while kind in _EXTENSIONS:
        step = (packet[at + 1] + 2) * 4 if kind == 51 else (packet[at + 1] + 1) * 8
        kind, at = packet[at], at + step
    if kind == _FRAGMENT:
        kind, _, offset, mark = struct.unpack_from("!BBHI", packet, at)
        payload = Payload(source, target, kind, packet[at + 8 :])
        if kind in (TCP, UDP) and offset & 0xFFF9 == 0:
            return payload  # a whole packet that says it is a fragment
        return _Piece(payload, (source, target, kind, mark), offset & 0xFFF8, not offset & 1) if kind in (TCP, UDP) else None
    return Payload(source, target, kind, packet[at:]) if kind in (TCP, UDP) else None
