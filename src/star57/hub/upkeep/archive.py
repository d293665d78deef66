"""A backup file: a tar of a database, the evidence and, last, a manifest with every file's SHA-256. It appears whole or not at all."""

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict
from typing_extensions import override

from star57.hub.upkeep.refusals import NotDone

MANIFEST, FORMAT = "manifest.json", 1


class FileNote(BaseModel):
    """What one file of the backup must be."""

    model_config = ConfigDict(frozen=True)
    sha256: str
    size: int


class Manifest(BaseModel):
    """What a backup holds. rows and columns by table; columns only where the database's own file is not in it."""

    model_config = ConfigDict(frozen=True)
    format: int
    star57: str
    vendor: str
    made_at: datetime
    migrations: tuple[tuple[str, str], ...]
    rows: dict[str, int]
    columns: dict[str, list[str]]
    files: dict[str, FileNote]


class _Hashed(io.RawIOBase):
    """Reads a file and hashes what was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.digest = source, hashlib.sha256()

    @override
    def read(self, size: int = -1, /) -> bytes:
        chunk = self._source.read(size)
        self.digest.update(chunk)
        return chunk


class Writer:
    """Adds files and notes what they are."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.files: dict[str, FileNote] = {}

    def add(self, name: str, path: Path) -> None:
        """One file under this name."""
        with path.open("rb") as source:
            info = tarfile.TarInfo(name)
            info.size, info.mode = os.fstat(source.fileno()).st_size, 0o600
            hashed = _Hashed(source)
            self._archive.addfile(info, hashed)
        self.files[name] = FileNote(sha256=hashed.digest.hexdigest(), size=info.size)

    def finish(self, manifest: Manifest) -> None:
        """The manifest, last."""
        text = manifest.model_dump_json(indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        self._archive.addfile(info, io.BytesIO(text))


@contextmanager
def written(file: Path) -> Iterator[tuple[Writer, Path]]:
    """A writer and a folder for work; at the end the file is there, complete and on disk. What a killed run left is cleared first."""
    if file.exists():
        raise NotDone(f"{file} is there already: choose another name.")
    work = file.with_name(f".{file.name}.partial")
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        with (work / "archive").open("wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as archive:
                yield Writer(archive), work
            stream.flush()
            os.fsync(stream.fileno())
        (work / "archive").chmod(0o600)
        (work / "archive").rename(file)
    except OSError as problem:
        raise NotDone(f"Cannot write {problem.filename or file}: {problem.strerror}. No backup was made.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def unpacked(file: Path, folder: Path) -> Manifest:
    """Unpack into a folder and compare every file with the manifest. Raises NotDone when anything is missing, extra or changed."""
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, EOFError, tarfile.TarError, ValueError) as problem:
        raise NotDone(f"{file} is no whole backup: {' '.join(str(problem).split())[:200]}") from None
    if manifest.format != FORMAT:
        raise NotDone(f"{file} was made by a newer version (format {manifest.format}, star57 {manifest.star57}): install that one.")
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = sorted((there ^ set(manifest.files)) | {name for name in there & set(manifest.files) if not _is(folder / name, manifest, name)})
    if wrong:
        raise NotDone(f"{file} is damaged: {', '.join(wrong[:3])} is not what the manifest says. Use another backup.")
    return manifest


def _is(path: Path, manifest: Manifest, name: str) -> bool:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest() == manifest.files[name].sha256
