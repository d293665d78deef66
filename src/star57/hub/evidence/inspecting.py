"""Judges a file while it streams in: what it is, how large, how large unpacked. Stops at the first byte too many."""

import codecs
import zlib

from star57.hub.domain.refusals import Invalid
from star57.hub.evidence.media import HEAD_BYTES, KEPT_WORDS, MAX_BYTES, MEGABYTE, Media, media_of

MAX_UNPACKED_BYTES = 200 * MEGABYTE
PIECE = 64 * 1024


class NotKept(Invalid):
    """The file is not taken; the text says why and what to do."""


class Inspection:
    """One file as it comes in. Feed it every chunk, then ask `finish` what it was."""

    def __init__(self) -> None:
        self.size = 0
        self._head = b""
        self._media: Media | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._unpacked = Unpacked()
        self._gunzip = zlib.decompressobj(wbits=31)

    def feed(self, chunk: bytes) -> None:
        """Judge the next bytes. Raises NotKept."""
        self.size += len(chunk)
        if self._media is None:
            self._head += chunk
            if len(self._head) < HEAD_BYTES:
                return
            chunk, self._media = self._head, _known(self._head)
        self._judge(self._media, chunk)

    def finish(self) -> Media:
        """What the file is. Raises NotKept when it is empty, of no known kind, or cut off."""
        if not self.size:
            raise NotKept("The file is empty. Choose another.")
        if self._media is None:
            self._media = _known(self._head)
            self._judge(self._media, self._head)
        if self._media is Media.TEXT:
            _decoded(self._decoder, b"", final=True)
        return self._media

    def _judge(self, media: Media, chunk: bytes) -> None:
        if self.size > MAX_BYTES[media]:
            raise NotKept(
                "A file of this kind (%(media)s) may have %(most)s MB. Send a part of it.",
                media=media.value,
                most=MAX_BYTES[media] // MEGABYTE,
            )
        if media is Media.TEXT:
            _decoded(self._decoder, chunk, final=False)
        if media is Media.GZIP:
            self._inflate(chunk)

    def _inflate(self, chunk: bytes) -> None:
        try:
            while chunk:
                self._unpacked.count(len(self._gunzip.decompress(chunk, PIECE)))
                chunk = self._gunzip.unconsumed_tail
                if self._gunzip.eof:
                    chunk, self._gunzip = self._gunzip.unused_data, zlib.decompressobj(wbits=31)
        except zlib.error:
            raise NotKept("This gzip file is damaged. Pack it again.") from None


class Unpacked:
    """Counts what an archive becomes when it is unpacked."""

    def __init__(self) -> None:
        self._bytes = 0

    def count(self, size: int) -> None:
        """Count more bytes. Raises NotKept when they are too many."""
        self._bytes += size
        if self._bytes > MAX_UNPACKED_BYTES:
            raise NotKept("Unpacked this would be more than %(most)s MB. Send only what matters.", most=MAX_UNPACKED_BYTES // MEGABYTE)


def _known(head: bytes) -> Media:
    media = media_of(head[:HEAD_BYTES])
    if media is None:
        raise NotKept("Files of this kind are not kept, whatever their name. Send one of: %(kinds)s.", kinds=KEPT_WORDS)
    return media


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> None:
    try:
        text = decoder.decode(chunk, final)
    except UnicodeDecodeError:
        raise NotKept("This looks like text and is not UTF-8. Save it as UTF-8, or send a PDF.") from None
    if "\x00" in text:
        raise NotKept("This begins like text and goes on as something else. Send one of: %(kinds)s.", kinds=KEPT_WORDS)
