import json
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest

from star57.agent.formats import BadFile, Unreadable
from tests.agent.formats.reading import DATA, calls, read, written

A, B = "44dc566a-3657-4fa8-872d-81839524157e", "ba27d90e-f679-4b38-bb39-07b9d3448abf"
LEGS = [json.loads((DATA / f"freeswitch-{leg}-leg.json").read_text(encoding="utf-8")) for leg in "ab"]


def expected(ingress, egress):
    assert (ingress.call_ref, egress.call_ref) == (A, A)
    assert ingress.started_at == datetime(2026, 11, 22, 13, 52, 26, 64073, tzinfo=UTC)
    assert (ingress.called_in, ingress.calling_in, ingress.source) == ("+16025550168", "+12065550129", "192.0.2.7")
    assert (ingress.trunk_in, ingress.account, ingress.duration_s) == ("external", "CARR-ALPHA", 2.0)
    assert (ingress.call_id, ingress.identity) == ("97576ZWR@192.0.2.7", "eyJhbGciOi.e30.c2ln;info=<https://certs.example.net/a.pem>")
    assert (egress.called_out, egress.calling_out, egress.next_hop) == ("6025550168", "+12065550129", "198.51.100.9")
    assert (egress.trunk_out, egress.call_id_out, egress.call_id) == ("bravo", "b2f7-1a@203.0.113.5", "")
    assert egress.release == "NORMAL_CLEARING"


def test_both_legs_from_files_of_their_own():
    expected(*calls("freeswitch-json", DATA / "freeswitch-a-leg.json"), *calls("freeswitch-json", DATA / "freeswitch-b-leg.json"))


def test_legs_one_a_line(tmp_path):
    expected(*calls("freeswitch-json", written(tmp_path, "".join(json.dumps(leg) + "\n" for leg in LEGS))))


@pytest.mark.parametrize("indent", [None, 2])
def test_legs_in_a_list(tmp_path, indent):
    expected(*calls("freeswitch-json", written(tmp_path, json.dumps(LEGS, indent=indent))))


def test_legs_one_behind_the_other(tmp_path):
    expected(*calls("freeswitch-json", written(tmp_path, "\n".join(json.dumps(leg, indent=4) for leg in LEGS))))


def test_values_that_are_not_url_encoded(tmp_path):
    plain = {**LEGS[0], "variables": {name: unquote(value) for name, value in LEGS[0]["variables"].items()}}
    one, two = calls("freeswitch-json", written(tmp_path, f"{json.dumps(plain)}\n{json.dumps(LEGS[0])}\n"))
    assert (one.called_in, one.identity, one.record_id) == (two.called_in, two.identity, two.record_id)
    assert "%" not in one.identity


def test_an_old_callflow_is_an_object(tmp_path):
    old = {"variables": {"uuid": A, "direction": "inbound", "start_uepoch": "1795355546064073"}, "callflow": LEGS[0]["callflow"][0]}
    (call,) = calls("freeswitch-json", written(tmp_path, json.dumps(old)))
    assert (call.called_in, call.calling_in, call.source) == ("+16025550168", "+12065550129", "192.0.2.7")


def test_a_leg_that_was_never_answered_lasted_nothing(tmp_path):
    variables = {**LEGS[1]["variables"], "answer_uepoch": "0", "bridge_uuid": "", "last_bridge_to": "", "originator": A}
    (call,) = calls("freeswitch-json", written(tmp_path, json.dumps({"variables": variables})))
    assert (call.duration_s, call.call_ref) == (0.0, A)


def test_a_bad_line_costs_only_itself(tmp_path):
    text = f"{json.dumps(LEGS[0])}\n{{oops\n{json.dumps({'variables': {}})}\n{json.dumps(LEGS[1])}\n"
    items = read("freeswitch-json", written(tmp_path, text))
    assert [item.line for item in items if isinstance(item, Unreadable)] == [2, 3]


def test_an_object_that_is_cut_off_is_refused(tmp_path):
    with pytest.raises(BadFile, match="cut off"):
        read("freeswitch-json", written(tmp_path, json.dumps(LEGS[0], indent=2)[:-30]))
