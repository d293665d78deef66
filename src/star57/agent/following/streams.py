"""A file's bytes, plain or compressed by rotation, and the digests by which its content is known under any name."""

from contextlib import suppress
from hashlib import blake2b
from os import fstat, pread
from pathlib import Path

from star57.agent.formats.compressed import BAD_PACKING, unpacked
from star57.agent.formats.reading import BadFile

HEAD, TAIL = 1024, 256
_STEP = 1 << 16


class Stream:
    """An open file. `is_short`: a compressed file that ends before its own end, for it is still being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        status = fstat(self._file.fileno())
        self.size, self.look = status.st_size, (status.st_size, status.st_mtime_ns, status.st_ino)
        self.is_short = False
        try:
            inside = unpacked(path, self._file)
            self.is_compressed, self._bytes = inside is not None, inside or self._file
            self.head = self.read(0, HEAD)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        with suppress(OSError):
            self._file.close()

    def read(self, offset: int, size: int) -> bytes:
        """As many bytes as there are. Raises BadFile for a compressed file that is damaged."""
        parts: list[bytes] = []
        try:
            self._bytes.seek(offset)
            while size > 0 and (part := self._bytes.read(min(size, _STEP))):
                parts.append(part)
                size -= len(part)
        except EOFError:
            self.is_short = True
        except (OSError, *BAD_PACKING) as problem:
            if isinstance(problem, OSError) and problem.errno is not None:
                raise
            raise BadFile(
                f"{self.path}: is damaged where it is compressed ({problem}): unpack what can be saved of it beside it"
            ) from problem
        return b"".join(parts)

    def first_line(self, longest: int) -> bytes:
        return self.read(0, longest).partition(b"\n")[0] + b"\n"

    def unpacked_size(self) -> int:
        """As it was when the file was opened; of a compressed one found by unpacking it."""
        if not self.is_compressed:
            return self.size
        size = 0
        while part := self.read(size, _STEP):
            size += len(part)
        return size

    def is_still(self, head: bytes) -> bool:
        """Whether the file begins as it did when it was opened: another may have been written over it."""
        return self.is_compressed or pread(self._file.fileno(), len(head), 0) == head

    def progress(self, offset: int) -> int:
        """Bytes of the file itself that lie behind the offset."""
        return max(0, self.size - (self._file.tell() if self.is_compressed else offset))


def digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
