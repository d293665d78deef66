import bz2
import gzip
import lzma
import sys
from collections.abc import Callable

import pytest

from star57.agent.formats import BadFile, FormatOptions, Meter, read_records
from tests.agent.formats.reading import calls

TEXT = "start,dst\n" + "".join(f"{1795355357 + i},16175550172\n" for i in range(3_000))
PACKED: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def zst(content: bytes) -> bytes:
    packed: bytes = pytest.importorskip("zstandard").ZstdCompressor().compress(content)
    return packed


@pytest.mark.parametrize("kind", [*PACKED, "zst"])
def test_a_compressed_file_reads_as_what_is_inside(tmp_path, kind):
    path = tmp_path / "cdr"  # known by its content, for rotation gives it any name
    path.write_bytes(PACKED.get(kind, zst)(TEXT.encode()))
    meter = Meter()
    assert len(list(read_records("csv", path, FormatOptions(), meter=meter))) == 3_000
    assert meter.bytes_read == path.stat().st_size


@pytest.mark.parametrize("kind", [*PACKED, "zst"])
def test_a_cut_off_compressed_file_is_refused_by_name(tmp_path, kind):
    path = tmp_path / f"cdr.{kind}"
    packed = PACKED.get(kind, zst)(TEXT.encode())
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(BadFile, match=r"cdr.*damaged or cut off"):
        calls("csv", path)


def test_without_zstandard_a_person_is_told_what_to_install(tmp_path, monkeypatch):
    path = tmp_path / "cdr.zst"
    path.write_bytes(zst(TEXT.encode()))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(BadFile, match="install zstandard"):
        calls("csv", path)
