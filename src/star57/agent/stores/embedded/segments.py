"""The segments that make up a store as of now: opened when first needed, named anew in one step."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

from star57.agent.stores.embedded.days import day_us
from star57.agent.stores.embedded.manifest import Segment, read_manifest, write_manifest
from star57.agent.stores.embedded.segment_reader import SegmentReader
from star57.agent.stores.files import StoreDamaged, refusing_writes, sync_folder
from star57.agent.stores.recent import Recent

_FOOTER_BYTES = 64 << 20  # of opened segments: 20 bytes for 256 rows, as many for 1024 pointers, and their words
_WORD_BYTES = 100
_LEAST_BYTES = 64 << 10  # an open file has its price, and a process may have 1,024
_RETRIES = 4
MISSING = "its file is missing: restore it from a backup, or import into a new folder"
Found = TypeVar("Found")


class Segments:
    """For any thread. `folder`: the store's."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._files, self._manifest = folder, folder / "segments", folder / "manifest.json"
        with refusing_writes(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # who called whom is for its owner alone
            self._files.mkdir(exist_ok=True)
        self._mutex = threading.RLock()
        self._readers = Recent[SegmentReader](_FOOTER_BYTES)
        self._seen: tuple[int, int, int] | None = None
        self._known: tuple[Segment, ...] = ()
        self._firsts = self._lasts = np.zeros(0, dtype=np.int64)

    @property
    def files(self) -> Path:
        return self._files

    def current(self) -> tuple[Segment, ...]:
        """Reads the manifest again only when another one stands there."""
        with self._mutex:
            try:
                status = self._manifest.stat()
            except FileNotFoundError:
                return ()
            seen = (status.st_ino, status.st_mtime_ns, status.st_size)
            if seen != self._seen:
                self._known, self._seen = read_manifest(self._manifest), seen
                self._firsts = np.array([one.first_us for one in self._known], dtype=np.int64)
                self._lasts = np.array([one.last_us + one.widest_us for one in self._known], dtype=np.int64)
            return self._known

    def in_span(self, since_us: int, until_us: int) -> list[Segment]:
        """Those in which a call may begin in the span."""
        with self._mutex:
            known = self.current()
            if not known:
                return []
            return [known[at] for at in np.flatnonzero((self._firsts < until_us) & (self._lasts >= since_us)).tolist()]

    def reader(self, segment: Segment) -> SegmentReader:
        """FileNotFoundError means that it was merged away."""

        def load() -> tuple[int, SegmentReader]:
            reader = SegmentReader(self._files / segment.name, day_us(segment.day), segment.widest_us)
            words = sum(map(len, reader.footer.shape.words.values()))
            return max(_LEAST_BYTES, reader.footer.size_bytes + words * _WORD_BYTES), reader

        with self._mutex:
            return self._readers.get(segment.name, load)

    def reader_for_writing(self, segment: Segment) -> SegmentReader:
        """For the one that writes, beside whom nobody merges. Raises StoreDamaged."""
        try:
            return self.reader(segment)
        except FileNotFoundError as problem:
            raise StoreDamaged(f"{self._files / segment.name}: {MISSING}") from problem

    def retrying(self, look: Callable[[], Found]) -> Found:
        """A segment may be merged away between reading the manifest and opening it: then the new manifest names another."""
        for _ in range(_RETRIES):
            try:
                return look()
            except FileNotFoundError:
                with self._mutex:
                    self._seen = None
            except OSError as problem:
                reason = f"a segment cannot be read ({problem}): restore it, or import into a new folder"
                raise StoreDamaged(f"{self._folder}: {reason}") from problem
        raise StoreDamaged(f"{self._folder}: segments named in manifest.json are missing: restore them, or import into a new folder")

    def replace(self, before: Sequence[Segment], after: Sequence[Segment]) -> None:
        """From now on these make up the store. Their files are there: stopped anywhere, it is as before or as after."""
        try:
            sync_folder(self._files)
            write_manifest(self._manifest, after)
        finally:
            with self._mutex:
                self._seen = None  # the manifest may have been replaced before a failure
        self.delete(set(before) - set(after))

    def delete(self, segments: Iterable[Segment]) -> None:
        for segment in segments:
            with suppress(OSError):
                (self._files / segment.name).unlink()

    def remove_orphans(self) -> None:
        """What a writer that was killed left behind: no manifest names it. Only for the one that writes."""
        names = {segment.name for segment in self.current()}
        for path in self._files.iterdir():
            if path.name not in names:
                with suppress(OSError):
                    path.unlink()
