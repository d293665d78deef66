"""Files by the SHA-256 of their content, in one folder. What `take` returned is on disk for good: synced, then renamed into place."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from star57.hub.evidence.archives import check_zip
from star57.hub.evidence.inspecting import Inspection
from star57.hub.evidence.media import Media

INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store."""

    sha256: str
    size: int
    media: Media


@dataclass(frozen=True, slots=True)
class Store:
    """One folder of evidence. Readable by the hub's own user only."""

    folder: Path

    def take(self, chunks: Iterable[bytes]) -> Kept:
        """Keep one file, judged while it streams in. The same content twice is one file. Raises NotKept, OSError when the disk is full."""
        with self._incoming() as file:
            inspection, digest = Inspection(), hashlib.sha256()
            for chunk in chunks:
                inspection.feed(chunk)
                digest.update(chunk)
                file.write(chunk)
            media = inspection.finish()
            file.flush()
            if media is Media.ZIP:
                check_zip(Path(file.name))
            os.fsync(file.fileno())
            self._place(Path(file.name), digest.hexdigest())
        return Kept(digest.hexdigest(), inspection.size, media)

    def open(self, sha256: str) -> BinaryIO:
        """A kept file, to be read and closed. Raises FileNotFoundError."""
        return self.path_of(sha256).open("rb")

    def path_of(self, sha256: str) -> Path:
        """Where a file of this content lies. Two levels of folders keep each one short."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def _place(self, arrived: Path, sha256: str) -> None:
        place = self.path_of(sha256)
        _made(place.parent)
        arrived.replace(place)
        _sync(place.parent)

    @contextmanager
    def _incoming(self) -> "Iterator[tempfile._TemporaryFileWrapper[bytes]]":
        _made(self.folder / INCOMING)
        with tempfile.NamedTemporaryFile(dir=self.folder / INCOMING, delete=False) as file:
            try:
                yield file
            finally:
                Path(file.name).unlink(missing_ok=True)


def store() -> Store:
    """The hub's own store."""
    return Store(Path(settings.EVIDENCE_DIR))


def _made(folder: Path) -> None:
    """Make a folder that survives a power cut: each new name is synced into the folder above."""
    if folder.is_dir():
        return
    _made(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
