"""One captured packet, and how a capture that cannot be read on is refused."""

from typing import BinaryIO, NamedTuple

from star57.agent.formats.reading import BadFile

LONGEST_PACKET = 1 << 20  # bytes; a length beyond that is a damaged file, not a packet


class Packet(NamedTuple):
    """`number` counts from 1, as other programs show it. `data` begins with the header that `link` (LINKTYPE_…) says."""

    number: int
    at_ns: int  # since 1970, UTC
    tick_s: float  # how fine the capture's clock is written
    link: int
    data: bytes
    is_cut: bool  # the capture kept only its beginning


class CutOff(BadFile):
    """The file ends inside a packet."""


def exactly(file: BinaryIO, size: int, number: int) -> bytes:
    """That many bytes; b"" at the end of the file. Raises CutOff between."""
    found = file.read(size)
    if found and len(found) < size:
        raise cut_off(number)
    return found


def wholly(file: BinaryIO, size: int, number: int) -> bytes:
    """That many bytes, which must be there."""
    found = file.read(size)
    if len(found) < size:
        raise cut_off(number)
    return found


def cut_off(number: int) -> CutOff:
    return CutOff(f"ends inside packet {number}: it is still being written, or was stopped; the calls before that were read")


def checked_length(size: int, number: int) -> int:
    if size > LONGEST_PACKET:
        raise BadFile(f"is damaged at packet {number}, which says it is {size} bytes long; the calls before that were read")
    return size
