"""What a file may be, told by its first bytes and never by its name: one table of kinds, each with its own largest size."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

HEAD_BYTES = 64
MEGABYTE = 1_000_000


class Media(StrEnum):
    """The media types that are kept."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WAV = "audio/wav"
    MP3 = "audio/mpeg"
    OGG = "audio/ogg"
    FLAC = "audio/flac"
    M4A = "audio/mp4"
    PCAP = "application/vnd.tcpdump.pcap"
    ZIP = "application/zip"
    GZIP = "application/gzip"
    TEXT = "text/plain"


MAX_BYTES: Mapping[Media, int] = MappingProxyType({
    **dict.fromkeys((Media.WAV, Media.MP3, Media.OGG, Media.FLAC, Media.M4A), 25 * MEGABYTE),
    **dict.fromkeys((Media.PDF, Media.PNG, Media.JPEG, Media.TEXT), 10 * MEGABYTE),
    **dict.fromkeys((Media.PCAP, Media.ZIP, Media.GZIP), 20 * MEGABYTE),
})  # fmt: skip
LARGEST = max(MAX_BYTES.values())
AUDIO = frozenset({Media.WAV, Media.MP3, Media.OGG, Media.FLAC, Media.M4A})
ARCHIVES = frozenset({Media.ZIP, Media.GZIP})


@dataclass(frozen=True, slots=True)
class _Sign:
    at: int
    magic: bytes


_SIGNS: Mapping[Media, tuple[tuple[_Sign, ...], ...]] = MappingProxyType({
    Media.PDF: ((_Sign(0, b"%PDF-"),),),
    Media.PNG: ((_Sign(0, b"\x89PNG\r\n\x1a\n"),),),
    Media.JPEG: ((_Sign(0, b"\xff\xd8\xff"),),),
    Media.WAV: ((_Sign(0, b"RIFF"), _Sign(8, b"WAVE")),),
    Media.MP3: tuple((_Sign(0, magic),) for magic in (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")),
    Media.OGG: ((_Sign(0, b"OggS"),),),
    Media.FLAC: ((_Sign(0, b"fLaC"),),),
    Media.M4A: ((_Sign(4, b"ftypM4A"),),),
    Media.PCAP: tuple((_Sign(0, magic),) for magic in (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\x0a\x0d\x0d\x0a")),
    Media.ZIP: ((_Sign(0, b"PK\x03\x04"),), (_Sign(0, b"PK\x05\x06"),)),
    Media.GZIP: ((_Sign(0, b"\x1f\x8b\x08"),),),
})  # fmt: skip
_OTHER_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
KEPT_WORDS = "PDF, PNG, JPEG, WAV, MP3, Ogg, FLAC, M4A, packet capture, plain text (CSV, SIP trace, mail), zip or gzip"


def media_of(head: bytes) -> Media | None:
    """The kind of file that begins like this; text is what holds none of the bytes that text cannot. None for anything else."""
    for media, ways in _SIGNS.items():
        if any(all(head[sign.at : sign.at + len(sign.magic)] == sign.magic for sign in way) for way in ways):
            return media
    is_text = bool(head) and not head.startswith(_OTHER_PROGRAMS) and not any(byte < 9 or 13 < byte < 27 for byte in head)
    return Media.TEXT if is_text else None
