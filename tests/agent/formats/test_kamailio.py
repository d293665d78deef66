import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from star57.agent.cdr import Cdr
from star57.agent.formats import BadFile, BadOptions, Unreadable
from star57.agent.formats.kamailio_rows import RING_ALLOWANCE_S
from tests.agent.formats.reading import calls, read, written

ENDED = datetime(2026, 11, 22, 13, 49, 17, tzinfo=UTC)
ACC = "INVITE|a1|b1|c1@10.0.0.1|404|Not Found|1795355357|192.0.2.7|+14045550165|+14045550138|14045550138|TG-ECHO|sip:198.51.100.9:5060|eyJ"
BYE = "BYE|a1|b1|c1@10.0.0.1|200|OK|1795355369|192.0.2.7|+14045550165||||sip:198.51.100.9;lr;ftag=a1|"
CDR = "1795355357|1795355369|12.000000|192.0.2.7|+14045550165|+14045550138|14045550138|TG-ECHO|sip:198.51.100.9;lr;ftag=a1|c1@10.0.0.1|eyJ"


def test_an_acc_row_began_before_its_transaction_ended(tmp_path):
    (call,) = calls("kamailio-flatstore", written(tmp_path, ACC + "\n"))
    assert call.started_at == ENDED - timedelta(seconds=RING_ALLOWANCE_S)
    assert call.started_at + timedelta(seconds=call.within_s) == ENDED + timedelta(seconds=1)
    assert (call.called_in, call.called_out, call.calling_in) == ("+14045550138", "14045550138", "+14045550165")
    assert (call.source, call.next_hop, call.trunk_out) == ("192.0.2.7", "198.51.100.9", "TG-ECHO")
    assert (call.call_id, call.call_ref, call.identity, call.release) == ("c1@10.0.0.1", "c1@10.0.0.1", "eyJ", "404")
    assert call.origin == "records:1"


def test_a_cdr_row_says_when_the_call_began_and_how_long_it_was(tmp_path):
    (call,) = calls("kamailio-flatstore", written(tmp_path, CDR + "\n"))
    assert (call.started_at, call.within_s, call.duration_s) == (ENDED, 1.0, 12.0)
    assert (call.next_hop, call.call_ref) == ("198.51.100.9", "c1@10.0.0.1")


def test_a_bye_is_no_call_and_nothing_to_complain_about(tmp_path):
    assert read("kamailio-flatstore", written(tmp_path, f"{ACC}\n{BYE}\n{BYE}\n")) == calls("kamailio-flatstore", tmp_path / "records")
    assert read("kamailio-flatstore", written(tmp_path, f"{BYE}\n")) == []


def test_an_invite_inside_a_call_is_no_call(tmp_path):
    assert read("kamailio-flatstore", written(tmp_path, BYE.replace("BYE", "INVITE") + "\n")) == []


def test_a_bad_line_costs_only_itself(tmp_path):
    lines = [ACC, ACC + "|more", CDR.replace("1795355357", "17", 1), CDR.replace("12.0", "-3.0"), "", "garbage", CDR, "IN\0VITE"]
    items = read("kamailio-flatstore", written(tmp_path, "\n".join(lines)))
    bad = [item for item in items if isinstance(item, Unreadable)]
    assert [item.line for item in bad] == [2, 3, 4, 6, 8]
    assert bad[0].reason == "14 columns expected, 15 found"
    assert bad[0].raw.endswith("|more")
    assert len(items) == 7


def test_another_site_logs_other_columns(tmp_path):
    path = written(tmp_path, "INVITE|1795355357|c1|16175550172|192.0.2.1|gold\n")
    (call,) = calls("kamailio-flatstore", path, columns=("method", "time", "callid", "ruri_user", "source_ip", "carrier_in"))
    assert (call.called_out, call.source, call.trunk_in, call.call_id) == ("16175550172", "192.0.2.1", "gold", "c1")


def test_columns_without_a_called_number_are_refused_with_a_way_out(tmp_path):
    with pytest.raises(BadFile, match="called_out"):
        read("kamailio-flatstore", written(tmp_path, "INVITE|1795355357\n"), columns=("method", "time"))


def test_without_a_call_id_the_dialog_tag_ties_rows_together(tmp_path):
    path = written(tmp_path, "INVITE|a1|1795355357|16175550172\n")
    (call,) = calls("kamailio-flatstore", path, columns=("method", "from_tag", "time", "dst_user"))
    assert (call.call_ref, call.call_id) == ("a1", "")


def test_the_same_line_in_a_rotated_file_is_the_same_record(tmp_path):
    (one,) = calls("kamailio-flatstore", written(tmp_path, ACC + "\n", "acc.log"))
    two = calls("kamailio-flatstore", written(tmp_path, f"{CDR}\n{ACC}\n", "acc.log.1"))[1]
    assert one.record_id == two.record_id
    assert one.origin != two.origin


def test_db_text_escapes_are_undone(tmp_path):
    text = (
        "id(int,auto) method(string) from_tag(string) callid(string) time(int) dst_user(string,null) nexthop(string,null) reason(string)\n"
        "2:INVITE:a2:c\\\\2:1795355357:16175550172:sip\\:192.0.2.1\\:5060:\n"
        "1:INVITE:a1:c\\:1:1795355356:16175550172:sip\\:[2001\\:db8\\:\\:1]\\:5060:x\\ny\n"
    )
    second, first = calls("kamailio-dbtext", written(tmp_path, text))
    assert (first.call_id, second.call_id) == ("c:1", "c\\2")
    assert (first.next_hop, second.next_hop) == ("2001:db8::1", "192.0.2.1")


def test_json_lines_with_iso_and_unix_times(tmp_path):
    text = (
        '{"time": "2026-11-22T13:49:17Z", "method": "INVITE", "callid": "c1", "dst_user": "16175550172", "src_ip": "192.0.2.1"}\n'
        '{"start_time": "1795355357.906", "duration": "0", "callid": "c1", "dst_user": "16175550172", "src_ip": "192.0.2.1"}\n'
        '{"half": \n'
        "[1]\n"
    )
    items = read("kamailio-json", written(tmp_path, text))
    assert [type(item).__name__ for item in items] == ["Cdr", "Cdr", "Unreadable", "Unreadable"]
    assert isinstance(items[1], Cdr)
    assert items[1].started_at == ENDED + timedelta(seconds=0.906)
    assert items[1].within_s == pytest.approx(0.001)


def database(folder, *rows, table="acc", times="TIMESTAMP"):
    path = folder / "acc.db"
    connection = sqlite3.connect(path)
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY, method TEXT, callid TEXT, time {times}, dst_user TEXT, src_ip TEXT)"
    )
    connection.executemany(f"INSERT INTO {table} (method, callid, time, dst_user, src_ip) VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize(
    ("time", "ends_by_s"), [(2461367.0758854165, 1.0), ("2026-11-22 13:49:17", 1.0), (1795355357, 1.0), ("2026-11-22T13:49:17Z", 1.0)]
)
def test_sqlite_times_as_julian_day_text_or_unix_seconds(tmp_path, time, ends_by_s):
    (call,) = calls("kamailio-sqlite", database(tmp_path, ("INVITE", "c1", time, "16175550172", "192.0.2.1")))
    assert call.started_at + timedelta(seconds=call.within_s) == ENDED + timedelta(seconds=ends_by_s)


def test_a_missed_call_is_in_two_tables_and_one_record(tmp_path):
    row = ("INVITE", "c1", 1795355357, "16175550172", "192.0.2.1")
    database(tmp_path, row)
    path = database(tmp_path, ("BYE", "c0", 1795355300, "", ""), row, table="missed_calls")
    found = calls("kamailio-sqlite", path)
    assert [call.origin for call in found] == ["acc.db:acc:1", "acc.db:missed_calls:2"]
    assert len({call.record_id for call in found}) == 1


def test_table_chooses_and_a_wrong_one_is_refused_with_those_there_are(tmp_path):
    path = database(tmp_path, ("INVITE", "c1", 1795355357, "16175550172", ""), table="acc_gateway")
    assert len(calls("kamailio-sqlite", path, table="acc_gateway")) == 1
    assert len(calls("kamailio-sqlite", path)) == 1
    with pytest.raises(BadFile, match="it has acc_gateway"):
        read("kamailio-sqlite", path, table="acc")


def test_our_field_names_can_be_given_for_columns_with_unheard_of_names(tmp_path):
    path = written(tmp_path, '{"time": 1795355357, "x": "16175550172", "y": "192.0.2.1"}\n')
    (call,) = calls("kamailio-json", path, columns={"called": "x", "source": "y"})
    assert (call.called_in, call.source) == ("16175550172", "192.0.2.1")
    with pytest.raises(BadOptions, match="sauce"):
        read("kamailio-json", path, columns={"sauce": "y"})


def test_the_switch_may_go_on_writing_while_its_database_is_read(tmp_path):
    path = database(tmp_path, *[("INVITE", f"c{i}", 1795355357, "16175550172", "") for i in range(5)])
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("INSERT INTO acc (method, callid, time, dst_user) VALUES ('INVITE', 'c9', 1795355357, '16175550172')")
    writer.commit()
    assert len(calls("kamailio-sqlite", path)) == 6
    writer.close()
