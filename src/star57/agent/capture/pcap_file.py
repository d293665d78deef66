"""The pcap file format: both byte orders, times in µs or ns."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from star57.agent.capture.packet import Packet, checked_length, exactly, wholly

_ORDERS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1_000),
    b"\xa1\xb2\xc3\xd4": (">", 1_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1),
    b"\xa1\xb2\x3c\x4d": (">", 1),
}
MAGIC = frozenset(_ORDERS)
_LINK = 0x0FFFFFFF  # the upper bits say how long a frame check sequence is


def packets(file: BinaryIO) -> Iterator[Packet]:
    """Raises BadFile where the file ends early or is damaged."""
    head = wholly(file, 24, 1)
    order, unit_ns = _ORDERS[head[:4]]
    link = struct.unpack(order + "I", head[20:])[0] & _LINK
    record = struct.Struct(order + "IIII")
    number = 1
    while found := exactly(file, record.size, number):
        seconds, part, kept, size = record.unpack(found)
        data = wholly(file, checked_length(kept, number), number)
        yield Packet(number, seconds * 1_000_000_000 + part * unit_ns, unit_ns / 1e9, link, data, kept < size)
        number += 1
