"""The number a call was diverted from, as each switch's records may have it."""

import json

import pytest

from tests.agent.formats.reading import calls, written
from tests.agent.formats.switch_lines import ribbon_stop
from tests.agent.formats.test_freeswitch import LEGS

HEADER = "<sip:+16175550172@192.0.2.7>;reason=unconditional"
CUSTOM = ("start", "src", "dst", "channel", "rdnis")
CUSTOM_LINE = '"2026-11-22 13:49:17","2025550191","4045550138","PJSIP/alpha-00000001","6175550172"\n'


def test_asterisk_in_a_custom_column(tmp_path):
    for name in ("rdnis", "CDR(rdnis)", "redirecting_number"):
        (call,) = calls("asterisk-custom", written(tmp_path, CUSTOM_LINE), columns=(*CUSTOM[:-1], name))
        assert (call.diverted_from, call.called_in) == ("6175550172", "4045550138")


@pytest.mark.parametrize("column", ["diversion", "diversion_hdr", "history_info", "x_diversion"])
def test_kamailio_in_an_extra_column_of_its_accounting(tmp_path, column: str):
    line = {"start_time": 1795355357, "duration": 3, "callid": "c1@a", "called": "4045550138", "src_ip": "192.0.2.7", column: HEADER}
    (call,) = calls("kamailio-json", written(tmp_path, json.dumps(line) + "\n"))
    assert (call.diverted_from, call.called_out) == (HEADER, "4045550138")


@pytest.mark.parametrize("variable", ["sip_h_Diversion", "sip_history_info"])
def test_freeswitch_in_its_variables(tmp_path, variable: str):
    """What is read besides leaves the record what it was: its identity is of what it held before."""
    leg = json.loads(json.dumps(LEGS[0]))
    leg["variables"][variable] = HEADER
    (plain,) = calls("freeswitch-json", written(tmp_path, json.dumps(LEGS[0])))
    (call,) = calls("freeswitch-json", written(tmp_path, json.dumps(leg)))
    assert (plain.diverted_from, call.diverted_from) == ("", HEADER)
    assert call.record_id == plain.record_id


def test_freeswitch_in_csv(tmp_path):
    columns = ("start_stamp", "sip_req_user", "caller_id_number", "uuid", "rdnis")
    (call,) = calls(
        "freeswitch-csv", written(tmp_path, '"2026-11-22 13:49:17","4045550138","2025550191","u1","6175550172"\n'), columns=columns
    )
    assert call.diverted_from == "6175550172"


def test_cucm_as_the_last_that_redirected(tmp_path):
    columns = "cdrRecordType,dateTimeOrigination,callingPartyNumber,originalCalledPartyNumber,finalCalledPartyNumber,lastRedirectDn"
    (call,) = calls("cucm-csv", written(tmp_path, f"{columns}\n1,1795355357,2025550191,6175550172,4045550138,6175550172\n"))
    assert (call.called_in, call.called_out, call.diverted_from) == ("6175550172", "4045550138", "6175550172")


def test_a_csv_of_its_own_by_the_column_that_is_named(tmp_path):
    text = "begin_utc,a_number,b_number,was_for\n2026-11-22T12:00:00Z,12025550191,14045550138,16175550172\n"
    (call,) = calls("csv", written(tmp_path, text), columns={"diverted_from": "was_for"})
    assert call.diverted_from == "16175550172"


@pytest.mark.parametrize("variant", ["SIP", "SIP-T"])
def test_ribbon_in_the_sip_data_of_the_ingress_leg(tmp_path, variant: str):
    data = f'"{variant},in-1@192.0.2.7,<sip:2025550143@192.0.2.7>,<sip:4045550138@192.0.2.1>,1,,,6175550172,sip:4045550138@192.0.2.1"'
    plain = '"SIP,in-1@192.0.2.7,<sip:2025550143@192.0.2.7>;tag=a1,<sip:6175550172@192.0.2.1>"'
    assert plain in ribbon_stop()
    (call,) = calls("ribbon-csv", written(tmp_path, ribbon_stop().replace(plain, data)), time_zone="America/New_York")
    assert (call.diverted_from, call.call_id, call.call_id_out) == ("6175550172", "in-1@192.0.2.7", "out-1@192.0.2.1")
    (call,) = calls("ribbon-csv", written(tmp_path, ribbon_stop()), time_zone="America/New_York")
    assert call.diverted_from == ""
