"""New whole lines of one content as records. What is not a whole line yet waits."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

from star57.agent.cdr import Cdr
from star57.agent.following.streams import HEAD, TAIL, Stream, digest
from star57.agent.following.taken import Content
from star57.agent.formats import FormatOptions, Growth, Meter, Part, Unreadable, format_named
from star57.agent.formats.lines import LONGEST_LINE, refuse_binary
from star57.agent.formats.reading import BadFile, unreadable

_AT_A_TIME = 1 << 20  # bytes; more than the longest line
_BAD_LINES_BEFORE_REFUSAL = 200


class Piece(NamedTuple):
    """`content` as it stands behind these lines; `rest`: what follows and is no whole line yet."""

    content: Content
    records: list[Cdr]
    unread: list[Unreadable]
    rest: bytes


def pieces(stream: Stream, content: Content, format_name: str, options: FormatOptions) -> Iterator[Piece]:
    """Raises BadFile. The last piece may hold no line and only the rest."""
    if content.offset == 0:
        refuse_binary(stream.path, stream.read(0, 4096))
    data = b""
    while not data or len(data) == _AT_A_TIME:
        data = stream.read(content.offset, _AT_A_TIME)
        if not stream.is_still(stream.head):
            return  # written over while it was read: the next look sees another content
        whole = data.rfind(b"\n") + 1
        if whole:
            piece = _read(stream, content, data[:whole], format_name, options)
            yield piece._replace(rest=data[whole:])
        elif len(data) == _AT_A_TIME:
            piece = _too_long(stream, content, data)
            yield piece
        else:
            yield Piece(content, [], [], data)
            return
        content = piece.content


def _read(stream: Stream, content: Content, lines: bytes, format_name: str, options: FormatOptions) -> Piece:
    form = format_named(format_name)
    head = stream.first_line(LONGEST_LINE) if form.growth is Growth.HEADED and content.offset > 0 else b""
    meter = Meter(part=Part(head, BytesIO(lines), content.lines))
    records, unread = list[Cdr](), list[Unreadable]()
    for item in form.read(stream.path, options, meter):
        if isinstance(item, Unreadable):
            unread.append(item)
        elif item is not None:
            records.append(item)
    if content.offset == 0 and not records and b"\0" in lines:
        raise BadFile(f"{stream.path}: is no text file: check the format given for it")
    if content.offset == 0 and not records and len(unread) >= _BAD_LINES_BEFORE_REFUSAL:
        why = f"line {unread[0].line}: {unread[0].reason}: check the format and columns given for it"
        raise BadFile(f"{stream.path}: does not read as {format_name}: {why}")
    return Piece(_behind(stream, content, lines), records, unread, b"")


def _too_long(stream: Stream, content: Content, data: bytes) -> Piece:
    line = unreadable(content.lines + 1, f"longer than {LONGEST_LINE} bytes", data[:5000].decode("latin-1"))
    return Piece(_behind(stream, content, data), [], [line], b"")


def _behind(stream: Stream, content: Content, taken: bytes) -> Content:
    offset = content.offset + len(taken)
    tail = taken[-TAIL:]
    if len(tail) < min(TAIL, offset):
        tail = stream.read(max(0, offset - TAIL), min(TAIL, offset))
    head = stream.head[: min(HEAD, offset)]
    return replace(
        content, path=str(stream.path), head_size=len(head), head=digest(head), offset=offset, lines=content.lines + taken.count(b"\n"),
        tail=digest(tail), cut_off=0,
    )  # fmt: skip
