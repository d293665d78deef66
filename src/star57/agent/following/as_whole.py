"""Files that cannot be read line by line: each is read anew from its beginning whenever it has changed; known records stay single."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from star57.agent.cdr import Cdr
from star57.agent.following.streams import HEAD, TAIL, Stream, digest
from star57.agent.following.taken import Content
from star57.agent.formats import BadFile, FormatOptions, Unreadable, read_records
from star57.agent.formats.compressed import SUFFIXES


def records_of(stream: Stream, format_name: str, options: FormatOptions) -> Iterator[Cdr | Unreadable]:
    """Raises BadFile, for one that is half-written too."""
    with _unpacked(stream) as path:
        yield from read_records(format_name, path, options)


def read_to_its_end(stream: Stream, content_id: str) -> Content:
    """The content when all of it was read, as large as it was when it was opened."""
    size = stream.unpacked_size()
    tail = stream.read(max(0, size - TAIL), min(TAIL, size))
    head = stream.head[: min(HEAD, size)]
    return Content(content_id, str(stream.path), len(head), digest(head), size, 0, digest(tail))


@contextmanager
def _unpacked(stream: Stream) -> Iterator[Path]:
    if not stream.is_compressed:
        yield stream.path
        return
    with TemporaryDirectory(prefix="star57-") as folder:
        path = Path(folder) / (stream.path.stem if stream.path.suffix in SUFFIXES else stream.path.name)
        with path.open("wb") as file:
            at = 0
            while block := stream.read(at, 1 << 20):
                file.write(block)
                at += len(block)
        if stream.is_short:
            raise BadFile(f"{stream.path}: is still being compressed, or was cut off: let it finish")
        yield path
