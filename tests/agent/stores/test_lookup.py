"""What the agent does with a look-up of the carrier's own that fails, is late, or talks nonsense."""

import json
import sys
from datetime import timedelta

import pytest

from star57.agent.stores import open_store
from star57.agent.stores.contract import Span
from star57.agent.stores.files import StoreProblem
from star57.agent.stores.lookup_calls import LookupProblem
from star57.agent.stores.read_only import StoreIsReadOnly
from star57.agent.toml_tables import BadConfiguration
from star57.numbers import number_key
from tests.agent.records import CALLED, NOON, record
from tests.agent.stores import places
from tests.agent.stores.lookup_server import lookup_server

KEY = number_key(CALLED)
NEAR = Span(NOON - timedelta(seconds=5), NOON + timedelta(seconds=5))


def looked_up_by(folder, program: str, more: str = ""):
    """A store whose look-up is this Python program."""
    command = json.dumps([sys.executable, "-c", program])
    return open_store(places.described("lookup", folder, f"command = {command}\n{more}", ""))


def replying(folder, *rows: dict, more: str = ""):
    return looked_up_by(folder, f"print({json.dumps({'records': rows})!r})", more)


def test_the_question_says_what_is_sought(tmp_path):
    store = looked_up_by(tmp_path, "import sys; open('asked', 'a').write(sys.stdin.read() + '\\n'); print('{\"records\": []}')")
    assert list(store.by_called(KEY, NEAR)) == []
    assert list(store.by_call_id("c1")) == []
    assert [json.loads(line) for line in (tmp_path / "asked").read_text().splitlines()] == [
        {"version": 1, "find": "called", "ends_with": KEY, "since": "2026-11-22T11:59:55Z", "until": "2026-11-22T12:00:05Z"},
        {"version": 1, "find": "call_id", "call_id": "c1"},
    ]


def test_more_than_was_asked_is_left_out_and_names_of_others_are_understood(tmp_path):
    right = {"start_time": "2026-11-22T12:00:00Z", "dst": "4045550138", "src_ip": "192.0.2.1", "duration": 3, "note": None, "tags": []}
    late = {**right, "start_time": "2026-11-22T13:00:00Z"}
    (found,) = replying(tmp_path, right, late, {**right, "dst": "4045550139"}).by_called(KEY, NEAR)
    assert (found.started_at, found.source, found.duration_s) == (NOON, "192.0.2.1", 3.0)


def test_columns_and_zone_of_the_description_are_used(tmp_path):
    more = 'time_zone = "America/Chicago"\n[columns]\nstarted_at = "began"\ncalled_in = "b"\n'
    (found,) = replying(tmp_path, {"began": "2026-11-22 06:00:00", "b": 4045550138}, more=more).by_called(KEY, NEAR)
    assert found.started_at == NOON


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import sys; sys.exit('the warehouse sleeps')", "ended with 1: the warehouse sleeps"),
        ("print('none found')", "not JSON: 'none found"),
        ("print('[]')", "must be a JSON object"),
        ("print('{}')", "must answer"),
        pytest.param("import time; time.sleep(60)", "has not answered within 1 s", marks=pytest.mark.slow),
        ("""print('{"records": [{"dst": "4045550138"}]}')""", "record 1 of the reply: say which column"),
        ("""print('{"records": [{"dst": "4045550138", "start_time": "soon"}]}')""", "record 1 of the reply: start_time 'soon'"),
    ],
)
def test_a_reply_that_makes_no_sense_is_refused_and_never_read_as_nothing(tmp_path, program, says):
    with pytest.raises(StoreProblem, match=says):
        looked_up_by(tmp_path, program, "timeout_s = 1\n").by_called(KEY, NEAR)


def test_a_program_that_is_not_there_is_named(tmp_path):
    store = open_store(places.described("lookup", tmp_path, 'command = ["/nowhere/find"]\n', ""))
    with pytest.raises(LookupProblem, match="/nowhere/find: cannot be run: No such file"):
        store.by_called(KEY, NEAR)


def test_health_that_is_not_told_is_asked_for(tmp_path):
    with pytest.raises(LookupProblem, match="does not tell its health"):
        replying(tmp_path).health()


def test_health_may_tell_times_without_a_zone(tmp_path):
    told = {"records": 2, "first_started_at": "2026-11-22 06:00:00", "last_started_at": "2026-11-22T12:00:01Z", "size_bytes": 0}
    health = looked_up_by(tmp_path, f"print({json.dumps(told)!r})", 'time_zone = "America/Chicago"\n').health()
    assert (health.first_started_at, health.last_started_at) == (NOON, NOON + timedelta(seconds=1))


def test_nothing_is_added(tmp_path):
    with pytest.raises(StoreIsReadOnly):
        replying(tmp_path).add([record()])


@pytest.mark.slow
def test_over_http_an_error_and_an_absent_server_are_told(tmp_path):
    with lookup_server() as url:
        address = places.lookup_http(tmp_path / "there", [record()], url)
        assert len(open_store(address).by_called(KEY, NEAR)) == 1
        (tmp_path / "there" / "token").write_text("another")
        with pytest.raises(LookupProblem, match="answered 401"):
            open_store(address).by_called(KEY, NEAR)
    with pytest.raises(LookupProblem, match="cannot be asked"):
        open_store(address).by_called(KEY, NEAR)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "exactly one of"),
        ('command = ["a"]\nurl = "https://b.example"\n', "exactly one of"),
        ('url = "http://b.example/find"\n', "write https://"),
    ],
)
def test_a_description_that_is_wrong_is_refused(tmp_path, text, says):
    with pytest.raises((StoreProblem, BadConfiguration), match=says):
        open_store(places.described("lookup", tmp_path, text, ""))
