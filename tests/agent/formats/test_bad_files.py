import re
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.agent.formats import FORMATS, BadFile, CannotRead, FormatOptions, UnknownFormat, Unreadable, read_records
from tests.agent.formats import switch_lines
from tests.agent.formats.reading import DATA, read, written
from tests.agent.formats.test_asterisk import CUSTOM, OLD
from tests.agent.formats.test_freepbx import ROW, dump
from tests.agent.formats.test_kamailio import ACC, CDR

MAGIC = b"SQLite format 3\x00"
GOOD = {
    "kamailio-flatstore": f"{ACC}\n{CDR}\n",
    "kamailio-dbtext": "id(int,auto) method(string) time(int) dst_user(string)\n1:INVITE:1795355357:16175550172\n",
    "kamailio-json": '{"time": 1795355357, "dst_user": "16175550172"}\n{"start_time": 1795355357, "dst_user": "16175550172"}\n',
    "asterisk-csv": f"{OLD}\n{OLD}\n",
    "asterisk-custom": f"{CUSTOM}\n",
    "freeswitch-json": (DATA / "freeswitch-a-leg.json").read_text(encoding="utf-8"),
    "freepbx-sql": dump(ROW, ROW),
    "freepbx-csv": (DATA / "freepbx-cdr-reports.csv").read_text(encoding="utf-8"),
    "acme-csv": f"{switch_lines.ACME_START}\n{switch_lines.ACME_STOP}\n",
    "ribbon-csv": f"{switch_lines.RIBBON_START}\n{switch_lines.ribbon_stop()}\n",
    "cucm-csv": switch_lines.CUCM,
    "freeswitch-csv": f"{switch_lines.FREESWITCH}\n",
    "fusionpbx-csv": switch_lines.FUSIONPBX,
    "csv": "start,dst\n1795355357,16175550172\n",
}
ALIKE = [{"freepbx-csv", "csv"}, {"fusionpbx-csv", "csv"}, *({name} for name in FORMATS)]  # the one reads any CSV with these headings
formats = pytest.mark.parametrize("name", FORMATS)


def survives(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records"
        path.write_bytes(content)
        with suppress(BadFile):
            for item in read_records(name, path, FormatOptions(time_zone="America/Chicago")):
                str(item).encode("utf-8")


@formats
@given(content=st.binary(max_size=300))
def test_random_bytes_are_refused_or_read(name, content):
    survives(name, content)


@formats
@given(content=st.text(alphabet="1795,|:;\"'\\{}[]()\n\t INVITEacdlst_=.\0é-", max_size=200))
def test_random_text_of_the_marks_that_formats_use_is_refused_or_read(name, content):
    survives(name, content.encode())


@pytest.mark.parametrize("name", GOOD)
@given(data=st.data())
def test_a_damaged_file_is_refused_or_read(name, data):
    content = bytearray(GOOD[name].encode())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    survives(name, bytes(content[: data.draw(st.integers(0, len(content)))]))


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / "acc.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE acc (id INTEGER PRIMARY KEY, method TEXT, callid TEXT, time, dst_user TEXT)")
    connection.executemany("INSERT INTO acc VALUES (NULL, 'INVITE', ?, 2461367.1, '16175550172')", [(f"c{i}",) for i in range(200)])
    connection.execute("CREATE TABLE cdr AS SELECT '2026-11-22 08:52:26' AS calldate, dst_user AS dst FROM acc")
    connection.commit()
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize("name", ["kamailio-sqlite", "freepbx-sql"])
@given(data=st.data())
def test_a_damaged_database_is_refused_or_read(name, database, data):
    content = bytearray(database)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(16, len(content)))
        content[at : at + 8] = data.draw(st.binary(min_size=1, max_size=8))
    survives(name, bytes(content[: data.draw(st.integers(16, len(content)))]))


@formats
@pytest.mark.parametrize(
    "content",
    [b"", MAGIC, MAGIC + bytes(4096), b"\x1f\x8b\x08\x00abc", bytes(range(256)) * 4],
    ids=["empty", "head", "zeros", "gzip", "binary"],
)
def test_what_is_no_such_file_is_refused_in_one_line_that_names_it(name, content, tmp_path):
    path = tmp_path / "records"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read(name, path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


@formats
def test_a_missing_file_is_refused(name, tmp_path):
    with pytest.raises(BadFile, match="No such file"):
        read(name, tmp_path / "nothing")


@formats
@pytest.mark.parametrize("of", GOOD)
def test_a_file_of_another_format_is_refused(name, of, tmp_path):
    path = written(tmp_path, GOOD[of])
    if {name, of} in ALIKE:
        return
    with pytest.raises(CannotRead, match=re.escape(str(path))):
        read(name, path)


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(UnknownFormat, match=r"use one of kamailio-sqlite, .*, csv"):
        read("metaswitch", tmp_path)


def test_a_long_line_is_read_over_in_little_memory(tmp_path):
    items = read("kamailio-flatstore", written(tmp_path, f"{ACC}\n{'x' * 2_500_000}\n{CDR}\n"))
    assert [type(item).__name__ for item in items] == ["Cdr", "Unreadable", "Cdr"]
    assert isinstance(items[1], Unreadable)
    assert len(items[1].raw) < 5_000
