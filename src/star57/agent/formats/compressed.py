"""Opens a file for reading whether or not it is compressed; knows nothing of records."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import SEEK_CUR, SEEK_SET, BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, cast

from star57.agent.formats.reading import BadFile

_GZIP, _BZIP2, _XZ, _ZSTD = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"
_PACKED = (_GZIP, _BZIP2, _XZ, _ZSTD)
_BLOCK = 1 << 16
SUFFIXES = (".gz", ".bz2", ".xz", ".zst")


class BadZstd(Exception):
    """What stands there is no zstd."""


BAD_PACKING = (lzma.LZMAError, zlib.error, gzip.BadGzipFile, BadZstd)
_DAMAGED = (EOFError, *BAD_PACKING)


def is_compressed(path: Path) -> bool:
    """Whether its first bytes say so. What cannot be opened is not."""
    try:
        with path.open("rb") as packed:
            return packed.read(6).startswith(_PACKED)
    except OSError:
        return False


@contextmanager
def plain_bytes(path: Path) -> Iterator[tuple[BufferedReader, Callable[[], int]]]:
    """The file's content unpacked, and how many bytes of the file itself were taken so far. Raises BadFile."""
    try:
        with path.open("rb") as packed:
            yield unpacked(path, packed) or packed, packed.tell
    except _DAMAGED as problem:
        raise BadFile(f"{path}: its compression is damaged or cut off ({problem}): copy it anew") from problem
    except OSError as problem:
        raise BadFile(f"{path}: cannot be read: {problem.strerror or problem}") from problem


def unpacked(path: Path, packed: BufferedReader) -> BufferedReader | None:
    """What unpacks the file, which may be read anywhere and is quick forwards; None for a plain one. While it is read, EOFError says
    that the file ends too soon, and BAD_PACKING, or an OSError without a number, that it is damaged. Raises BadFile."""
    magic = packed.read(6)
    packed.seek(0)
    if magic.startswith(_GZIP):
        return BufferedReader(cast(RawIOBase, gzip.GzipFile(fileobj=packed)))
    if magic.startswith(_BZIP2):
        return BufferedReader(cast(RawIOBase, bz2.BZ2File(packed)))
    if magic.startswith(_XZ):
        return BufferedReader(cast(RawIOBase, lzma.LZMAFile(packed)))
    return _zstd(path, packed) if magic.startswith(_ZSTD) else None


def _zstd(path: Path, packed: BufferedReader) -> BufferedReader:
    try:
        zstandard = import_module("zstandard")
    except ImportError:
        raise BadFile(f"{path}: is zstd-compressed: install zstandard beside the agent, or unpack it first (unzstd)") from None
    return BufferedReader(_Zstd(packed, zstandard.ZstdDecompressor().decompressobj), 1 << 20)


class _Zstd(RawIOBase):
    """Zstd frames one after the other; a last one that is cut off is told, which the library's own reader does not."""

    def __init__(self, packed: BufferedReader, new_frame: Callable[[], Any]) -> None:
        super().__init__()
        self.packed, self.new_frame = packed, new_frame
        self.frame: Any = None
        self.input = self.output = b""
        self.at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """From the beginning, or from where it stands."""
        goal = offset + (self.at if whence == SEEK_CUR else 0)
        if goal < self.at:
            self.packed.seek(0)
            self.frame, self.input, self.output, self.at = None, b"", b"", 0
        while self.at < goal and self.readinto(bytearray(min(goal - self.at, _BLOCK))):
            pass
        return self.at

    def readinto(self, buffer: Any) -> int:
        while not self.output:
            self.input = self.input or self.packed.read(_BLOCK)
            if not self.input:
                if self.frame:
                    raise EOFError("it ends inside a zstd frame")
                return 0
            self._unpack()
        size = min(len(buffer), len(self.output))
        buffer[:size] = self.output[:size]
        self.output = self.output[size:]
        self.at += size
        return size

    def _unpack(self) -> None:
        self.frame = self.frame or self.new_frame()
        try:
            self.output = self.frame.decompress(self.input)
        except Exception as problem:  # its error class exists only where it is installed
            raise BadZstd(str(problem)) from problem
        self.input = self.frame.unused_data if self.frame.eof else b""
        self.frame = None if self.frame.eof else self.frame
