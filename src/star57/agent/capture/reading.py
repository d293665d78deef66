"""A capture file as call attempts and packets that nobody could read."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from star57.agent.capture import pcap_file, pcapng_file
from star57.agent.capture.calls import Attempt, Calls, Hop
from star57.agent.capture.datagrams import UDP, Datagrams, Payload, address_of
from star57.agent.capture.frames import ip_packet
from star57.agent.capture.messages import message_in
from star57.agent.capture.packet import Packet
from star57.agent.capture.streams import Streams
from star57.agent.formats.reading import BadFile, BadValue

_EARLIEST_NS, _LATEST_NS = 631_152_000 * 10**9, 7_258_118_400 * 10**9  # 1990 .. 2200


class UnreadPacket(NamedTuple):
    number: int
    reason: str
    data: bytes


def is_capture(head: bytes) -> bool:
    return head[:4] in pcap_file.MAGIC or head[:4] == pcapng_file.MAGIC


def attempts_in(file: BinaryIO, head: bytes) -> Iterator[Attempt | UnreadPacket]:
    """`head`: the file's first bytes, still to be read. Raises BadFile behind the last attempt when the file ends early."""
    work, damage = _Reading(), None
    packets = pcapng_file.packets(file) if head[:4] == pcapng_file.MAGIC else pcap_file.packets(file)
    try:
        for packet in packets:
            yield from work.taken(packet)
    except BadFile as problem:
        damage = problem
    yield from work.calls.left(work.now_ns)
    if damage:
        raise damage


class _Reading:
    def __init__(self) -> None:
        self.calls, self.now_ns = Calls(), 0
        self._datagrams, self._streams = Datagrams(), Streams()
        self._told_links: set[int] = set()

    def taken(self, packet: Packet) -> Iterator[Attempt | UnreadPacket]:
        try:
            if not _EARLIEST_NS <= packet.at_ns < _LATEST_NS:
                raise BadValue("its time is not between the years 1990 and 2200")
            self.now_ns = max(self.now_ns, packet.at_ns)
            for payload, text in self._texts(packet):
                if isinstance(text, BadValue):
                    yield UnreadPacket(packet.number, str(text), packet.data)
                elif (message := message_in(text, is_cut=packet.is_cut)) is not None:
                    source, target = address_of(payload.source), address_of(payload.target)
                    yield from self.calls.taken(message, Hop(source, target, packet.number, packet.at_ns, packet.tick_s))
        except BadValue as problem:
            yield UnreadPacket(packet.number, str(problem), packet.data)

    def _texts(self, packet: Packet) -> Iterator[tuple[Payload, bytes | BadValue]]:
        if packet.link in self._told_links:
            return
        try:
            ip = ip_packet(packet.link, packet.data)
        except BadValue as problem:
            if "link type" in str(problem):  # all of that interface are alike
                self._told_links.add(packet.link)
            raise
        payload = self._datagrams.taken(ip, packet.at_ns) if ip else None
        if payload is None:
            return
        if payload.protocol == UDP:
            if len(payload.data) >= 8:
                yield payload, payload.data[8 : max(struct.unpack_from("!H", payload.data, 4)[0], 8)]
            return
        for text in self._streams.taken(payload):
            yield payload, text
