"""Files of sites that name, order and write things in their own way."""

import json

import pytest

from tests.agent.formats.reading import calls, read, written

FACTS = ("16175550172", "12025550141", "192.0.2.7")


@pytest.mark.parametrize(
    "names",
    [
        "callee caller remote_ip",
        "oU fU si",
        "turi furi src_addr",
        "b_number a_number ingress_ip",
        "dnis ani orig_ip",
        "calledNumber callingNumber SrcIP",
        "acc_dst_user acc_src_user acc_src_ip",
        "to_number from_number source_host",
    ],
)
def test_columns_are_known_by_many_names(tmp_path, names: str):
    row = {"start_time": 1795355357, "callid": "a", **dict(zip(names.split(), FACTS, strict=True))}
    (call,) = calls("kamailio-json", written(tmp_path, json.dumps(row)))
    assert (call.called_in or call.called_out, call.calling_in, call.source) == FACTS


def test_a_bye_is_no_call_whatever_the_column_is_called(tmp_path):
    rows = [
        {"acc_method": method, "acc_time": 1795355357, "callid": "a", "callee": "1", "src_ip": "192.0.2.7"} for method in ("INVITE", "BYE")
    ]
    assert len(calls("kamailio-json", written(tmp_path, "\n".join(map(json.dumps, rows))))) == 1


@pytest.mark.parametrize("indent", [None, 1])
def test_kamailio_json_may_be_a_list(tmp_path, indent: int | None):
    rows = [{"start_time": 1795355357 + number, "callid": str(number), "callee": "1"} for number in range(3)]
    assert len(calls("kamailio-json", written(tmp_path, json.dumps(rows, indent=indent)))) == 3


@pytest.mark.parametrize(
    ("format_name", "text"),
    [
        ("kamailio-dbtext", "table_name(string) table_version(int)\nacc:5\n"),
        ("kamailio-dbtext", "start_time(int) end_time(int) duration(int)\n1795355357:1795355360:3\n"),
        ("kamailio-flatstore", "1795355357|1795355360|3.000\n"),
    ],
)
def test_what_lies_beside_the_calls_holds_none(tmp_path, format_name: str, text: str):
    assert read(format_name, written(tmp_path, text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "2026/11/22 08:49:17",
        "2026-11-22 8:49:17",
        "22.11.2026 08:49:17",
        "22 Nov 2026 08:49:17",
        "Sun Nov 22 08:49:17 2026",
        "Nov 22, 2026 8:49:17 AM",
        "Sun, 22 Nov 2026 13:49:17 GMT",
        "Sun, 22 Nov 2026 08:49:17 -0500",
        "13:49:17 UTC NOV 22 2026",
        "2026-11-22 08:49:17 EST",
    ],
)
def test_times_written_for_people(tmp_path, text: str):
    (call,) = calls("csv", written(tmp_path, f"start;called\n{text};16175550172\n"), time_zone="America/New_York")
    assert (call.started_at.isoformat(), call.within_s) == ("2026-11-22T13:49:17+00:00", 1.0)


@pytest.mark.parametrize("text", ["11/12/2026 08:49:17", "32.11.2026 08:49:17", "22 Foo 2026 08:49:17", "08:49:17", "Nov 22 2026"])
def test_a_time_that_nobody_can_tell_is_refused(tmp_path, text: str):
    with pytest.raises(ValueError, match=r"is no time|day without"):
        read("csv", written(tmp_path, f"start;called\n{text};16175550172\n"))


def test_an_asterisk_site_may_name_its_own_columns(tmp_path):
    columns = ("uniqueid", "start_time", "caller", "called", "channel")
    line = "1795355357.1,1795355357.500,12025550141,16175550172,IAX2/carrier-a-1234\n"
    (call,) = calls("asterisk-custom", written(tmp_path, line), columns=columns)
    assert (call.called_in, call.calling_in, call.trunk_in, call.call_ref) == ("16175550172", "12025550141", "carrier-a", "1795355357.1")


def test_a_peer_without_a_name_is_known_by_its_address(tmp_path):
    line = "1795355357.1,1795355357,12025550141,16175550172,SIP/192.0.2.7-0000001a\n"
    (call,) = calls("asterisk-custom", written(tmp_path, line), columns=("uniqueid", "start", "src", "dst", "channel"))
    assert (call.source, call.trunk_in) == ("192.0.2.7", "192.0.2.7")


def test_a_freeswitch_leg_may_say_its_direction_outside_its_variables(tmp_path):
    variables = {"uuid": "11111111-1111-1111-1111-111111111111", "sip_network_ip": "192.0.2.7", "start_uepoch": "1795355357000000"}
    (leg,) = calls("freeswitch-json", written(tmp_path, json.dumps({"channel_data": {"direction": "outbound"}, "variables": variables})))
    assert (leg.source, leg.next_hop) == ("", "192.0.2.7")


def test_a_table_of_names_may_speak_of_columns_that_only_one_table_has(tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "acc.db") as database:
        database.execute("CREATE TABLE acc (method, callid, time, x)")
        database.execute("CREATE TABLE acc_cdrs (begun, callid, x)")
        database.execute("INSERT INTO acc VALUES ('INVITE', 'a', 1795355357, '16175550172')")
        database.execute("INSERT INTO acc_cdrs VALUES (1795355357, 'a', '16175550172')")
    found = calls("kamailio-sqlite", tmp_path / "acc.db", columns={"called_in": "x", "started_at": "begun"})
    assert sorted(call.within_s for call in found) == [1.0, 181.0]
