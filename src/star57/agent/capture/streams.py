"""SIP messages out of TCP segments: each direction of a connection put in order, in bounded memory."""

import re
import struct
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from star57.agent.capture.datagrams import Payload
from star57.agent.capture.messages import begins_as_sip
from star57.agent.formats.reading import BadValue

_SYN, _FIN, _RST = 2, 1, 4
_MOST_STREAMS = 4096
_LONGEST_MESSAGE = 256 << 10  # bytes
_MOST_WAITING = 256 << 10  # bytes behind a segment that is missing
_LENGTH = re.compile(rb"\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r\n", re.IGNORECASE)
_LONGEST_START = 32  # bytes that show whether SIP begins
_Key: TypeAlias = tuple[bytes, bytes, int]


@dataclass(slots=True)
class _Stream:
    began: int  # the sequence number it was first seen with
    next: int  # the sequence number of the byte behind `text`
    text: bytes = b""
    waiting: dict[int, bytes] = field(default_factory=dict)  # segments behind one that is missing


class Streams:
    """`taken` gives the whole messages that a segment completes; a connection that carries no SIP is forgotten at once."""

    def __init__(self) -> None:
        self._streams: OrderedDict[_Key, _Stream] = OrderedDict()

    def taken(self, segment: Payload) -> Iterator[bytes | BadValue]:
        """Raises BadValue for what is no TCP segment; one yielded stands for messages that were lost."""
        try:
            ports, sequence, _, offset, flags = struct.unpack_from("!IIIBB", segment.data)
        except struct.error:
            raise BadValue("its TCP header is cut off") from None
        data = segment.data[(offset >> 4) * 4 :]
        key = (segment.source, segment.target, ports)
        stream = self._streams.get(key)
        if flags & _SYN:
            if stream is None or stream.began != sequence:  # not the same one captured twice
                self._open(key, _Stream(sequence, (sequence + 1 + len(data)) & 0xFFFFFFFF, data))
            return
        if stream is None and data and begins_as_sip(data):
            stream = self._open(key, _Stream(sequence, sequence))
        if stream is not None and data:
            self._streams.move_to_end(key)
            yield from self._added(key, stream, sequence, data)
        if flags & (_FIN | _RST) and (stream is None or not stream.waiting):
            self._streams.pop(key, None)

    def _open(self, key: _Key, stream: _Stream) -> _Stream:
        self._streams[key] = stream
        self._streams.move_to_end(key)
        while len(self._streams) > _MOST_STREAMS:
            self._streams.popitem(last=False)
        return stream

    def _added(self, key: _Key, stream: _Stream, sequence: int, data: bytes) -> Iterator[bytes | BadValue]:
        stream.waiting[sequence] = max(stream.waiting.get(sequence, b""), data, key=len)
        _put_in_order(stream)
        yield from self._messages(key, stream)
        if sum(map(len, stream.waiting.values())) > _MOST_WAITING:
            self._streams.pop(key, None)
            yield BadValue("a TCP segment before it was not captured: what was in it and waited behind it is lost")

    def _messages(self, key: _Key, stream: _Stream) -> Iterator[bytes | BadValue]:
        while text := stream.text.lstrip(b"\r\n\0"):
            if not begins_as_sip(text) and len(text) >= _LONGEST_START:
                self._streams.pop(key, None)  # no SIP, or none any more: one that begins anew is taken up again
                return
            end = _end_of(text)
            if end > _LONGEST_MESSAGE or (end < 0 and len(text) > _LONGEST_MESSAGE):
                self._streams.pop(key, None)
                yield BadValue(f"a SIP message over TCP is longer than {_LONGEST_MESSAGE} bytes")
                return
            if end < 0 or len(text) < end:
                break
            yield text[:end]
            stream.text = text[end:]


def _put_in_order(stream: _Stream) -> None:
    """Takes what follows; what was sent again is cut away."""
    for sequence in sorted(stream.waiting, key=lambda one: _ahead(one, stream.next)):
        ahead = _ahead(sequence, stream.next)
        if ahead > 0:
            return
        fresh = stream.waiting.pop(sequence)[-ahead:] if ahead else stream.waiting.pop(sequence)
        stream.text += fresh
        stream.next = (stream.next + len(fresh)) & 0xFFFFFFFF


def _ahead(sequence: int, of: int) -> int:
    """How far it lies ahead, sequence numbers going round at 2**32."""
    return ((sequence - of + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def _end_of(text: bytes) -> int:
    """Where the message ends; -1 while its headers do not. RFC 3261 18.3: over a stream its length must be said."""
    head = text.find(b"\r\n\r\n")
    if head < 0:
        return -1
    found = _LENGTH.search(text, 0, head + 4)
    return head + 4 + (int(found[1]) if found else 0)
