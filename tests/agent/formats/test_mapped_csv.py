from datetime import UTC, datetime

import pytest

from star57.agent.cdr import Cdr
from star57.agent.formats import BadFile, BadOptions, Unreadable
from tests.agent.formats.reading import calls, read, written

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
COLUMNS = {"called_in": "dialed", "started_at": "when", "source": "peer", "duration_s": "secs"}


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_a_table_says_which_column_is_which_whatever_divides_them(tmp_path, delimiter):
    text = "\ufeffwhen,dialed,peer,secs\n1795348800,16175550172,192.0.2.1:5060,1:02:03\n".replace(",", delimiter)
    (call,) = calls("csv", written(tmp_path, text), columns=COLUMNS)
    assert (call.started_at, call.called_in, call.source, call.duration_s) == (NOON, "16175550172", "192.0.2.1", 3723.0)


def test_times_without_an_offset_are_read_in_the_zone_given(tmp_path):
    path = written(tmp_path, "when,dialed,peer,secs\n2026-11-22 05:00:00,16175550172,,\n")
    assert calls("csv", path, columns=COLUMNS, time_zone="America/Denver")[0].started_at == NOON


def test_short_names_and_case_will_do(tmp_path):
    path = written(tmp_path, "When;Dialed Number;CLI\n2026-11-22T12:00:00Z;16175550172;anonymous\n")
    (call,) = calls("csv", path, columns={"time": "when", "called": "dialed number", "calling": "cli"})
    assert (call.called_in, call.calling_in) == ("16175550172", "anonymous")


def test_usual_names_need_no_table(tmp_path):
    (call,) = calls("csv", written(tmp_path, "start_time,src_user,dst_user,callid\n1795348800,16025550171,16175550172,c1\n"))
    assert (call.called_out, call.calling_in, call.call_ref) == ("16175550172", "16025550171", "c1")


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"called_in": "digits"}, "started_at"),
        ({"started_at": "when"}, "called_in"),
        ({"called_in": "dailed", "started_at": "when"}, "dailed"),
        ({"callled": "digits"}, "callled"),
        (("when", "digits"), "table"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_what_to_write(tmp_path, columns, problem):
    with pytest.raises((BadFile, BadOptions), match=problem):
        read("csv", written(tmp_path, "when,digits\n1795348800,16175550172\n"), columns=columns)


def test_a_bad_line_costs_only_itself(tmp_path):
    text = "when,dialed,peer,secs\n1795348800,1,2,3\n,1,2,3\n1795348800,1,2\n1795348800,1,2,many\n1795348800,1,2,3\n"
    items = read("csv", written(tmp_path, text), columns=COLUMNS)
    assert [item.line for item in items if isinstance(item, Unreadable)] == [3, 4, 5]


def test_a_time_zone_that_is_none_is_refused(tmp_path):
    with pytest.raises(BadOptions, match="America/Chicago"):
        read("csv", tmp_path, time_zone="Amerca/Chicago")


def test_a_list_names_the_columns_of_a_file_without_a_header(tmp_path):
    path = written(tmp_path, "7;2026-11-22T12:00:00Z;anonymous;16175550172\n8;2026-11-22T12:00:01Z;anonymous;16175550172\n")
    found = calls("csv", path, columns=("", "time", "calling", "called"))
    assert [one.started_at.second for one in found] == [0, 1]
    assert {(one.calling_in, one.called_in) for one in found} == {("anonymous", "16175550172")}


@pytest.mark.parametrize(
    ("order", "text"),
    [("dmy", "22/11/2026 12:00:00"), ("mdy", "11/22/2026 12:00:00 PM"), ("ymd", "26-11-22 12:00:00"), ("mdy", "11.22.26 12:00:00")],
)
def test_dates_all_in_digits_are_read_in_the_order_given(tmp_path, order, text):
    path = written(tmp_path, f"when,dialed,peer,secs\n{text},16175550172,,\n")
    assert calls("csv", path, columns=COLUMNS, date_order=order)[0].started_at == NOON


def test_a_date_that_the_order_makes_impossible_is_no_other_date(tmp_path):
    path = written(tmp_path, "when,dialed,peer,secs\n11/22/2026 12:00:00,1,,\n11/12/2026 12:00:00,1,,\n")
    bad, good = read("csv", path, columns=COLUMNS, date_order="dmy")
    assert isinstance(bad, Unreadable)
    assert isinstance(good, Cdr)
    assert good.started_at == NOON.replace(day=11, month=12)


def test_a_field_said_to_be_in_no_column_is_not_guessed_by_its_name(tmp_path):
    path = written(tmp_path, "start_time,dst_user,duration\n1795348800,16175550172,2\n")
    assert calls("csv", path)[0].duration_s == 2.0
    assert calls("csv", path, columns={"duration_s": ""})[0].duration_s == 0.0


def test_columns_in_other_scripts_and_with_the_same_name_are_told_apart(tmp_path):
    text = "Начало,Номер,Номер\n2026-11-22T12:00:00Z,12025550143,16175550172\n"
    table = {"time": "Начало", "calling": "Номер", "called": "Номер (column 3)"}
    (call,) = calls("csv", written(tmp_path, text), columns=table)
    assert (call.calling_in, call.called_in) == ("12025550143", "16175550172")


def test_a_delimiter_may_be_given(tmp_path):
    (call,) = calls(
        "csv",
        written(tmp_path, "when^dialed^a,b,c,d\n1795348800^16175550172^\n"),
        columns={"time": "when", "called": "dialed"},
        delimiter="^",
    )
    assert call.called_in == "16175550172"
