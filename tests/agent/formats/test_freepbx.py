import sqlite3
from datetime import UTC, datetime

import pytest

from star57.agent.formats import BadFile, Unreadable
from star57.agent.formats.freepbx import TABLE
from tests.agent.formats.reading import DATA, calls, read, written

ROW = {
    "calldate": "2026-11-22 08:52:26",
    "clid": '"O\'Hara, \\"Bob\\"" <12065550129>',
    "src": "12065550129",
    "dst": "201",
    "dcontext": "ext-local",
    "channel": "PJSIP/carrier-east-00000a1b",
    "dstchannel": "PJSIP/201-00000a1c",
    "lastapp": "Dial",
    "lastdata": "PJSIP/201/sip:201@192.0.2.20:5060,,HhTtr",
    "duration": "14",
    "billsec": "9",
    "disposition": "ANSWERED",
    "amaflags": "3",
    "uniqueid": "1795355546.42",
    "did": "16025550168",
    "linkedid": "1795355546.42",
    "sequence": "77",
}


def expected(call):
    assert call.started_at == datetime(2026, 11, 22, 13, 52, 26, tzinfo=UTC)
    assert (call.trunk_in, call.trunk_out, call.called_in) == ("carrier-east", "201", "16025550168")
    assert (call.calling_in, call.duration_s, call.call_ref) == ("12065550129", 9.0, "1795355546.42")


def test_the_table_in_an_sqlite_copy(tmp_path):
    connection = sqlite3.connect(tmp_path / "cdr.sqlite")
    connection.execute(f"CREATE TABLE cdr ({', '.join(TABLE)})")
    connection.execute(f"INSERT INTO cdr ({', '.join(ROW)}) VALUES ({', '.join('?' * len(ROW))})", tuple(ROW.values()))
    connection.commit()
    connection.close()
    (call,) = calls("freepbx-sql", tmp_path / "cdr.sqlite", time_zone="America/New_York")
    expected(call)


def sql(value):
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'" if value is not None else "NULL"


def dump(*rows):
    columns = "".join(f"  `{name}` varchar(80) NOT NULL DEFAULT '',\n" for name in TABLE)
    values = ",".join("(" + ",".join(sql(row.get(name)) for name in TABLE) + ")" for row in rows)
    return (
        "-- MariaDB dump\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `cdr`;\nCREATE TABLE `cdr` (\n"
        f"{columns}  KEY `calldate` (`calldate`)\n) ENGINE=MyISAM;\nLOCK TABLES `cdr` WRITE;\n"
        f"INSERT INTO `cdr` VALUES {values};\nINSERT INTO `cel` VALUES (1,'x');\nUNLOCK TABLES;\n"
    )


def test_a_mysqldump(tmp_path):
    first, second = calls(
        "freepbx-sql", written(tmp_path, dump(ROW, {**ROW, "uniqueid": "2", "linkedid": "2"})), time_zone="America/New_York"
    )
    expected(first)
    assert second.call_ref == "2"


def test_a_dump_that_is_cut_off_gives_what_it_has(tmp_path):
    text = dump(ROW, {**ROW, "linkedid": "2"})
    items = read("freepbx-sql", written(tmp_path, text[: text.index("'PJSIP/201-00000a1c'", text.index("),("))]))
    assert [type(item) for item in items][1:] == [Unreadable]


@pytest.mark.parametrize("name", ["freepbx-cdr-reports.csv", "freepbx-cdr-reports-grid.csv"])
def test_what_cdr_reports_exports_old_and_new(name):
    first, second = calls("freepbx-csv", DATA / name, time_zone="America/New_York")
    assert first.started_at == datetime(2026, 11, 22, 13, 52, 26, tzinfo=UTC)
    assert (first.called_in, first.calling_in, first.release) == ("16025550168", "12065550129", "ANSWERED")
    assert (second.called_in, second.calling_out, second.duration_s) == ("13035550120", "12065550100", 0.0)


def test_the_older_export_names_the_trunks():
    first, second = calls("freepbx-csv", DATA / "freepbx-cdr-reports.csv", time_zone="America/New_York")
    expected(first)
    assert (second.trunk_out, second.called_out) == ("carrier-west", "13035550120")


def test_a_file_without_its_header_is_refused(tmp_path):
    with pytest.raises(BadFile, match="header"):
        read("freepbx-csv", written(tmp_path, '"2026-11-22 08:52:26","12065550129","201"\n'))
