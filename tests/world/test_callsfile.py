"""A calls file is read as its contract says; the first bad row is named by line and field."""

from datetime import UTC, datetime

import pytest

from star57.world.callsfile import RawCall, read_calls
from star57.world.tables import BadWorld

HEADER = "called,calling,time,terminating,uncertainty_s\n"
ROW = "+16175550172,+12025550141,2026-11-22T08:49:17.405-05:00,TERM,2\n"


def read(tmp_path, text: str):
    file = tmp_path / "calls.csv"
    file.write_text(text, encoding="utf-8")
    return read_calls(file, providers=frozenset({"TERM", "TRAN1"}))


def test_fields_are_read_and_kept_verbatim(tmp_path):
    (call,) = read(tmp_path, HEADER + ROW)
    assert call.at == datetime(2026, 11, 22, 13, 49, 17, 405000, tzinfo=UTC)
    assert (call.line, call.called_number, call.calling_number, call.terminating, call.uncertainty_s) == (
        2,
        "+16175550172",
        "+12025550141",
        "TERM",
        2.0,
    )
    assert call.raw == RawCall("+16175550172", "+12025550141", "2026-11-22T08:49:17.405-05:00", "TERM")


def test_a_withheld_number_and_a_left_out_uncertainty(tmp_path):
    first, second = read(
        tmp_path,
        "called,calling,time,terminating\n+16175550172,,2026-11-22T13:49:17z,TERM\n\n" + "+16175550173,,2026-11-22T13:49:18Z,TRAN1",
    )
    assert (first.calling_number, first.uncertainty_s, first.line) == (None, 120.0, 2)
    assert (second.terminating, second.line) == ("TRAN1", 4)


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        (1, "terminating", "called,calling,time\n"),
        (1, "colour", "called,calling,time,terminating,colour\n"),
        (1, "called", ""),
        (2, "called", HEADER + ROW.replace("+1617", "617")),
        (2, "called", HEADER + ROW.replace("+16175550172", "")),
        (2, "called", HEADER + ROW.replace("+16175550172", "+1617555")),
        (2, "calling", HEADER + ROW.replace("+1202", "+0202")),
        (2, "time", HEADER + ROW.replace("-05:00", "")),
        (2, "time", HEADER + ROW.replace("11-22", "11-31")),
        (2, "time", HEADER + ROW.replace("2026-11-22T08:49:17.405-05:00", "yesterday")),
        (2, "time", HEADER + ROW.replace("2026-11", "9999-12")),
        (2, "time", HEADER + ROW.replace("2026-11", "0026-11")),
        (2, "terminating", HEADER + ROW.replace("TERM", "TREM")),
        (2, "uncertainty_s", HEADER + ROW.replace(",2\n", ",-1\n")),
        (2, "uncertainty_s", HEADER + ROW.replace(",2\n", ",nan\n")),
        (2, "uncertainty_s", HEADER + ROW.replace(",2\n", ",90000\n")),
        (3, "time", HEADER + ROW + "+16175550172,+12025550141\n"),
        (3, "uncertainty_s", HEADER + ROW + ROW.replace(",2\n", ",2,3\n")),
    ],
)
def test_a_bad_row_is_named_by_line_and_field(tmp_path, line, field, text):
    with pytest.raises(BadWorld, match=rf"calls\.csv: line {line}: {field}: ") as refused:
        read(tmp_path, text)
    assert "\n" not in str(refused.value)


def test_what_is_no_csv_is_refused(tmp_path):
    (tmp_path / "calls.csv").write_bytes(b"called\xff\n")
    with pytest.raises(BadWorld, match="is no CSV in UTF-8"):
        read_calls(tmp_path / "calls.csv", providers=frozenset())
    with pytest.raises(BadWorld, match="cannot be read"):
        read_calls(tmp_path / "none.csv", providers=frozenset())
