"""What a captured frame carries: the IP packet behind its link header, whatever the link."""

import struct
from collections.abc import Callable, Mapping

from star57.agent.formats.reading import BadValue

_IPV4, _IPV6 = 0x0800, 0x86DD
_VLANS = frozenset({0x8100, 0x88A8, 0x9100})
_IPV6_FAMILIES = frozenset({10, 24, 28, 30})  # AF_INET6 of Linux, NetBSD, FreeBSD, macOS


def ip_packet(link: int, data: bytes) -> bytes | None:
    """None for a frame without IP. Raises BadValue for what is too short, and for a link that is not known."""
    try:
        return _LINKS[link](data)
    except KeyError:
        raise BadValue(f"its link type {link} is none that is read: capture on Ethernet, loopback, raw IP or with -i any") from None
    except (struct.error, IndexError):
        raise BadValue("its link header is cut off") from None


def _of_type(kind: int, data: bytes, at: int) -> bytes | None:
    while kind in _VLANS:
        kind = struct.unpack_from("!H", data, at + 2)[0]
        at += 4
    return data[at:] if kind in (_IPV4, _IPV6) else None


def _ethernet(data: bytes) -> bytes | None:
    return _of_type(struct.unpack_from("!H", data, 12)[0], data, 14)


def _cooked(data: bytes) -> bytes | None:
    return _of_type(struct.unpack_from("!H", data, 14)[0], data, 16)


def _cooked_2(data: bytes) -> bytes | None:
    return _of_type(struct.unpack_from("!H", data)[0], data, 20)


def _loopback(data: bytes) -> bytes | None:
    """The family is written in the byte order of the machine that captured: a small number in one of them."""
    family = min(struct.unpack_from("<I", data)[0], struct.unpack_from(">I", data)[0])
    return data[4:] if family == 2 or family in _IPV6_FAMILIES else None


def _raw(data: bytes) -> bytes | None:
    return data if data[0] >> 4 in (4, 6) else None


# https://www.tcpdump.org/linktypes.html
_LINKS: Mapping[int, Callable[[bytes], bytes | None]] = {
    0: _loopback, 1: _ethernet, 12: _raw, 14: _raw, 101: _raw, 108: _loopback, 113: _cooked, 228: _raw, 229: _raw, 276: _cooked_2,
}  # fmt: skip
