"""The evidence store: what is kept, what is refused while it streams in, and that nothing acknowledged can be lost."""

import gzip
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from star57.hub.evidence import inspecting
from star57.hub.evidence.inspecting import NotKept
from star57.hub.evidence.media import Media
from star57.hub.evidence.store import Store

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 60
KINDS = {
    Media.PDF: b"%PDF-1.7\n" + b"x" * 80,
    Media.PNG: b"\x89PNG\r\n\x1a\n" + b"\x00" * 80,
    Media.WAV: WAV,
    Media.MP3: b"ID3\x04" + b"\x00" * 80,
    Media.PCAP: b"\xd4\xc3\xb2\xa1" + b"\x00" * 80,
    Media.GZIP: gzip.compress(b"start,called\n" * 10),
    Media.TEXT: "calldate;src;dst\n2026-11-22 13:52:26;+12025550143;Zürich\n".encode(),
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "evidence")


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def files_in(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("media", KINDS, ids=lambda media: media.value)
def test_a_file_is_known_by_its_bytes_and_comes_back_as_it_was(store, media):
    content = KINDS[media]
    kept = store.take([content[:5], content[5:]])
    assert (kept.media, kept.size) == (media, len(content))
    with store.open(kept.sha256) as opened:
        assert opened.read() == content


def test_the_same_content_twice_is_one_file(store):
    assert store.take([WAV]) == store.take([WAV[:7], WAV[7:]])
    assert len(files_in(store)) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 80, "Send one of"),
        (b"#!/bin/sh\nrm -rf /\n", "Send one of"),
        (b"text first" * 10 + b"\x00\x01", "goes on as something else"),
        ("Zürich".encode("latin-1") * 20, "UTF-8"),
        (b"\x1f\x8b\x08" + b"nonsense" * 20, "damaged"),
        (b"PK\x03\x04" + b"nonsense" * 20, "damaged"),
    ],
)
def test_what_is_not_kept_leaves_nothing_behind(store, content, words):
    with pytest.raises(NotKept, match=words):
        store.take([content])
    assert files_in(store) == []


def test_a_file_that_is_too_large_is_refused_before_the_rest_is_read(store):
    read = []

    def endless() -> Iterator[bytes]:
        yield KINDS[Media.PDF]
        while True:
            read.append(1)
            yield b"x" * 1_000_000

    with pytest.raises(NotKept, match="10 MB"):
        store.take(endless())
    assert len(read) == 10
    assert files_in(store) == []


@pytest.mark.parametrize("bomb", [gzip.compress(b"0" * 3_000_000), zipped(a=b"0" * 3_000_000), zipped(a=b"0" * 600_000, b=b"1" * 600_000)])
def test_an_archive_is_counted_as_it_unpacks(store, bomb, monkeypatch):
    monkeypatch.setattr(inspecting, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(NotKept, match="more than 1 MB"):
        store.take(bomb[at : at + 500] for at in range(0, len(bomb), 500))
    assert files_in(store) == []


def test_a_zip_that_lies_about_its_sizes_is_counted_all_the_same(store, monkeypatch):
    monkeypatch.setattr(inspecting, "MAX_UNPACKED_BYTES", 1_000_000)
    honest = zipped(a=b"0" * 3_000_000)
    size = (3_000_000).to_bytes(4, "little")
    with pytest.raises(NotKept):
        store.take([honest.replace(size, (100).to_bytes(4, "little"))])


def test_an_archive_inside_an_archive_is_refused(store):
    with pytest.raises(NotKept, match="another archive"):
        store.take([zipped(inner=zipped(a=b"1"))])
    assert store.take([zipped(a=b"1")]).media is Media.ZIP


def test_a_file_is_synced_before_it_takes_its_place(store, monkeypatch):
    happened = []
    sync, replace = os.fsync, Path.replace

    def noted_sync(opened: int) -> None:
        happened.append("sync")
        sync(opened)

    def noted_replace(self: Path, place: Path) -> Path:
        happened.append("place")
        return replace(self, place)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    store.take([WAV])
    assert "sync" in happened[: happened.index("place")]
    assert happened[-1] == "sync"
