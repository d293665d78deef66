"""The pcapng file format: sections of either byte order, several interfaces, each with a clock of its own."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from star57.agent.capture.packet import Packet, checked_length, exactly, wholly
from star57.agent.formats.reading import BadFile

MAGIC = b"\x0a\x0d\x0d\x0a"
_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE_PACKET, _PACKET = 0x0A0D0D0A, 1, 2, 3, 6
_RESOLUTION, _OFFSET = 9, 14  # options of an interface
_LONGEST_BLOCK = 16 << 20  # statistics, names and keys may be longer than a packet
_BLOCK_FRAME = 12  # type and length before a block's body, length behind it


class _Interface(NamedTuple):
    link: int
    ticks_per_s: int
    offset_s: int


def packets(file: BinaryIO) -> Iterator[Packet]:
    """Raises BadFile where the file ends early or is damaged. Packets without a time (simple packet blocks) are left out."""
    order, interfaces, number = "<", list[_Interface](), 1
    while head := exactly(file, 8, number):
        if head[:4] == MAGIC:
            order, interfaces = _section(file, head, number), []
            continue
        kind, size = struct.unpack(order + "II", head)
        if size < _BLOCK_FRAME or size > _LONGEST_BLOCK or size % 4:
            raise BadFile(f"is damaged behind packet {number - 1}: a block says it is {size} bytes long; the calls before that were read")
        body = wholly(file, size - 8, number)[:-4]
        if kind == _INTERFACE:
            interfaces.append(_interface(body, order))
        elif kind in (_PACKET, _OLD_PACKET):
            yield _packet(body, order, interfaces, number, "IIIII" if kind == _PACKET else "HHIIII")
        number += kind in (_PACKET, _OLD_PACKET, _SIMPLE_PACKET)


def _section(file: BinaryIO, head: bytes, number: int) -> str:
    mark = wholly(file, 4, number)
    order = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}.get(mark)
    if order is None:
        raise BadFile("is no pcapng file, or is damaged: a section says no byte order")
    size = struct.unpack(order + "I", head[4:])[0]
    if not 16 <= size <= _LONGEST_BLOCK:
        raise BadFile(f"is damaged: a section's header says it is {size} bytes long")
    wholly(file, size - 12, number)
    return order


def _interface(body: bytes, order: str) -> _Interface:
    if len(body) < 8:
        raise BadFile("is damaged: the description of an interface is too short")
    link, ticks, offset = struct.unpack_from(order + "H", body)[0], 1_000_000, 0
    for code, value in _options(body[8:], order):
        if code == _RESOLUTION and len(value) == 1:
            ticks = 2 ** (value[0] & 0x7F) if value[0] & 0x80 else 10 ** value[0]
        elif code == _OFFSET and len(value) == 8:
            offset = struct.unpack(order + "q", value)[0]
    return _Interface(link, ticks, offset)


def _options(text: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(text):
        code, size = struct.unpack_from(order + "HH", text, at)
        if code == 0:
            return
        yield code, text[at + 4 : at + 4 + size]
        at += 4 + size + (-size % 4)


def _packet(body: bytes, order: str, interfaces: list[_Interface], number: int, shape: str) -> Packet:
    head = struct.Struct(order + shape)
    if len(body) < head.size:
        raise BadFile(f"is damaged at packet {number}, whose block is too short; the calls before that were read")
    values = head.unpack_from(body)
    high, low, kept, size = values[-4:]
    if values[0] >= len(interfaces):
        raise BadFile(f"is damaged at packet {number}, which names an interface that is not described; the calls before that were read")
    one = interfaces[values[0]]
    if checked_length(kept, number) > len(body) - head.size:
        raise BadFile(f"is damaged at packet {number}, which is longer than its block; the calls before that were read")
    ticks = (high << 32) | low
    at_ns = one.offset_s * 1_000_000_000 + ticks * 1_000_000_000 // one.ticks_per_s
    return Packet(number, at_ns, 1.0 / one.ticks_per_s, one.link, body[head.size : head.size + kept], kept < size)
