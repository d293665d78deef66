import sqlite3
from datetime import UTC, datetime

import pytest

from star57.agent.formats import BadFile, Unreadable
from star57.agent.matching.calls import calls_among
from tests.agent.formats.reading import calls, read, written
from tests.agent.formats.switch_lines import (
    ACME_INTERIM,
    ACME_START,
    ACME_STOP,
    CUCM,
    FREESWITCH,
    FUSIONPBX,
    OPENSIPS,
    OPENSIPS_COLUMNS,
    RIBBON_ATTEMPT,
    RIBBON_START,
    ribbon_stop,
)

BEGAN = datetime(2026, 11, 22, 13, 49, 59, tzinfo=UTC)
EASTERN = "America/New_York"


def test_acme_start_and_stop_are_one_call_with_its_numbers_trunks_and_addresses(tmp_path):
    start, stop = calls("acme-csv", written(tmp_path, f"{ACME_START}\n{ACME_INTERIM}\n{ACME_STOP}\n"))
    assert stop.started_at == start.started_at == BEGAN.replace(microsecond=569_000)
    assert (stop.within_s, stop.duration_s, stop.release) == (0.001, 61.0, "16")
    assert (stop.called_in, stop.calling_in) == ("sip:6175550172@192.0.2.1:5060", "sip:+12025550143@192.0.2.7:5060")
    assert (stop.source, stop.next_hop, stop.trunk_in, stop.trunk_out) == ("192.0.2.7", "198.51.100.9", "cust-dialer", "transit-east")
    assert (stop.call_id, stop.call_id_out, stop.called_out) == ("in-1@192.0.2.7", "SDk-out-1", "sip:16175550172@198.51.100.9")
    (call,) = calls_among([start, stop])
    assert len(call.records) == 2


def test_an_acme_record_shortened_by_a_site_keeps_what_it_has(tmp_path):
    (call,) = calls("acme-csv", written(tmp_path, ",".join(ACME_STOP.split(",")[:30])))
    assert (call.duration_s, call.trunk_in, call.source) == (61.0, "cust-dialer", "")


def test_ribbon_start_and_stop_are_one_call_and_an_attempt_another(tmp_path):
    text = f"Sonus Networks, Inc.00000000FF600000000000000060V09\n{RIBBON_START}\n{ribbon_stop()}\n{RIBBON_ATTEMPT}\nREBOOT,SBCEAST\n"
    start, stop, attempt = calls("ribbon-csv", written(tmp_path, text), time_zone=EASTERN)
    assert (stop.started_at, stop.within_s, stop.duration_s) == (BEGAN.replace(microsecond=500_000), 0.1, 61.5)
    assert (stop.called_in, stop.called_out, stop.calling_in) == ("6175550172", "16175550172", "2025550143")
    assert (stop.trunk_in, stop.trunk_out, stop.next_hop) == ("TG_DIALER", "TG_TRANSIT", "198.51.100.9")
    assert (stop.call_id, stop.call_id_out, stop.release) == ("in-1@192.0.2.7", "out-1@192.0.2.1", "16")
    assert (attempt.called_in, attempt.release, attempt.duration_s) == ("16175550172", "41", 0.0)
    assert sorted(len(call.records) for call in calls_among([start, stop, attempt])) == [1, 2]


def test_cucm_reads_addresses_and_times_as_it_packs_them(tmp_path):
    answered, failed = calls("cucm-csv", written(tmp_path, CUCM))
    assert (answered.started_at, answered.duration_s, answered.call_ref) == (BEGAN, 61.0, "2-4711")
    assert (answered.source, answered.next_hop) == ("192.0.2.7", "198.51.100.200")
    assert (answered.called_in, answered.called_out, answered.trunk_in) == ("96175550172", "16175550172", "SIP-TRUNK-A")
    assert (failed.source, failed.duration_s, failed.release) == ("", 0.0, "1")


def test_freeswitch_csv_by_the_example_template(tmp_path):
    (call,) = calls("freeswitch-csv", written(tmp_path, FREESWITCH), time_zone=EASTERN)
    assert (call.started_at, call.duration_s, call.account) == (BEGAN, 61.0, "cust-dialer")
    assert (call.called_in, call.calling_in, call.release) == ("16175550172", "+12025550143", "NORMAL_CLEARING")


def test_freeswitch_csv_by_a_sites_own_template(tmp_path):
    columns = ("${uuid}", "${sip_call_id}", "${start_uepoch}", "${sip_from_user}", "${sip_req_user}", "${sip_network_ip}")
    line = '"1","in-1","1795355399250000","12025550143","16175550172","192.0.2.7"\n'
    (call,) = calls("freeswitch-csv", written(tmp_path, line), columns=columns)
    assert (call.started_at, call.call_id, call.source) == (BEGAN.replace(microsecond=250_000), "in-1", "192.0.2.7")


def test_fusionpbx_names_the_gateway_and_the_number_it_dialled(tmp_path):
    (call,) = calls("fusionpbx-csv", written(tmp_path, FUSIONPBX))
    assert (call.started_at, call.duration_s, call.source) == (BEGAN, 61.0, "192.0.2.7")
    assert (call.called_in, call.called_out, call.trunk_out) == ("6175550172", "16175550172", "carrier-east")


def test_opensips_says_when_a_call_began(tmp_path):
    (call,) = calls("opensips-flatstore", written(tmp_path, OPENSIPS), columns=OPENSIPS_COLUMNS)
    assert (call.started_at, call.within_s, call.duration_s) == (BEGAN, 1.0, 61.0)
    assert (call.called_out, call.calling_in, call.source, call.release) == ("16175550172", "12025550143", "192.0.2.7", "200")


def test_an_opensips_row_without_created_is_known_by_its_end(tmp_path):
    without = OPENSIPS.rpartition("|")[0] + "|"
    (call,) = calls("opensips-flatstore", written(tmp_path, without), columns=OPENSIPS_COLUMNS)
    assert call.within_s == 181.0


def test_opensips_tables_in_an_sqlite_file(tmp_path):
    with sqlite3.connect(tmp_path / "opensips.db") as database:
        database.execute(f"CREATE TABLE acc ({', '.join(OPENSIPS_COLUMNS)})")
        database.execute("CREATE TABLE missed_calls (method, from_tag, callid, time, ruri_user, created)")
        database.execute(f"INSERT INTO acc VALUES ({', '.join('?' * 14)})", OPENSIPS.split("|"))
        database.execute("INSERT INTO missed_calls VALUES ('INVITE', 'c', 'in-2', 1795355404, '16175550199', 1795355399)")
    answered, missed = calls("opensips-sqlite", tmp_path / "opensips.db")
    assert (answered.started_at, missed.started_at, missed.called_out) == (BEGAN, BEGAN, "16175550199")


def test_opensips_flatstore_is_refused_without_the_sites_columns(tmp_path):
    with pytest.raises(BadFile, match="created"):
        read("opensips-flatstore", written(tmp_path, OPENSIPS))


@pytest.mark.parametrize(
    ("name", "good", "bad", "reason"),
    [
        ("acme-csv", ACME_STOP, "2,a,b", "at least 14 columns"),
        ("acme-csv", ACME_STOP, ACME_STOP.replace("13:49:59.569 UTC", "99:49:59 UTC"), "setup time"),
        ("acme-csv", ACME_STOP, "9,,,,", "record type"),
        ("ribbon-csv", ribbon_stop(), ribbon_stop().replace("11/22/2026", "22/11/2026"), "start time"),
        ("ribbon-csv", ribbon_stop(), "STOP,SBCEAST", "at least 34 columns"),
        ("ribbon-csv", ribbon_stop(), "STOPS,SBCEAST", "record type"),
        ("freeswitch-csv", FREESWITCH, FREESWITCH.replace('"61"', '"many"'), "billsec"),
        ("freeswitch-csv", FREESWITCH, '"one"', "15 columns"),
        ("cucm-csv", CUCM, "1,2,3", "16 columns"),
        ("cucm-csv", CUCM, CUCM.splitlines()[2].replace("117571776", "east"), "address"),
        ("fusionpbx-csv", FUSIONPBX, FUSIONPBX.splitlines()[1].replace("1795355399", "0").replace("2026-11-22", "x"), "start"),
    ],
)
def test_a_malformed_line_costs_only_itself_and_says_why(tmp_path, name, good, bad, reason):
    items = read(name, written(tmp_path, f"{good.strip()}\n{bad}\n{good.strip().splitlines()[-1]}\n"))
    (kept,) = [item for item in items if isinstance(item, Unreadable)]
    assert kept.line == len(good.strip().splitlines()) + 1
    assert reason in kept.reason
    assert not isinstance(items[-1], Unreadable)


@pytest.mark.parametrize("name", ["cucm-csv", "fusionpbx-csv"])
def test_a_file_without_its_header_is_refused(tmp_path, name):
    with pytest.raises(BadFile, match="header"):
        read(name, written(tmp_path, "a,b,c\n"))
