"""Records that real switches wrote, read whole and held against the packet capture."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

from star57.numbers import same_number
from tests.agent.formats.reading import calls
from tests.agent.lab import LAB, needs_lab

pytestmark = needs_lab
FILES = [
    ("kamailio-sqlite", "kamailio/ORIG1/acc.db", "acc_cdrs", 49),
    ("kamailio-sqlite", "kamailio/ORIG1/acc.db", None, 49 + 49 + 14),
    ("kamailio-sqlite", "kamailio/TERM/acc.db", "acc_cdrs", 84),
    ("kamailio-sqlite", "kamailio/TERM/acc.db", None, 84 + 84 + 24),
    ("kamailio-json", "kamailio/GW1/acc.jsonl", None, 45),
    ("kamailio-json", "kamailio/GW1/cdr.jsonl", None, 35),
    ("kamailio-flatstore", "kamailio/TRAN1/acc_129.log", None, 65),
    ("kamailio-flatstore", "kamailio/TRAN1/acc_cdrs_129.log", None, 65),
    ("kamailio-flatstore", "kamailio/TRAN1/missed_calls_129.log", None, 21),
    ("kamailio-dbtext", "kamailio/TRAN2/acc", None, 42),
    ("kamailio-dbtext", "kamailio/TRAN2/acc_cdrs", None, 42),
    ("kamailio-dbtext", "kamailio/TRAN2/missed_calls", None, 17),
    *[("asterisk-csv", f"asterisk/{name}/Master.csv", None, 30) for name in ("ASTA", "ASTB", "ASTC")],
    *[("asterisk-custom", f"asterisk/{name}/Master-custom.csv", None, 30) for name in ("ASTA", "ASTB", "ASTC")],
]


@pytest.mark.parametrize(("name", "file", "table", "count"), FILES)
def test_every_call_of_every_recording_is_read(name, file, table, count):
    found = calls(name, LAB / file, table=table)
    assert len(found) == count
    assert all(call.called_in or call.called_out for call in found)


def test_a_gateways_calls_written_twice_are_one_record_each():
    assert len({call.record_id for call in calls("kamailio-json", LAB / "kamailio/GW1/acc.jsonl")}) == 35


def test_both_files_of_an_asterisk_tie_the_same_calls_together():
    for name in ("ASTA", "ASTB", "ASTC"):
        whole, custom = (
            {call.call_ref: call for call in calls(f"asterisk-{kind}", LAB / "asterisk" / name / file)}
            for kind, file in (("csv", "Master.csv"), ("custom", "Master-custom.csv"))
        )
        assert whole.keys() == custom.keys()
        assert {call.account for call in whole.values()} == {call.account for call in custom.values()}
        for ref, call in custom.items():
            assert whole[ref].started_at <= call.started_at <= whole[ref].started_at + timedelta(seconds=1)


@pytest.mark.parametrize(("name", "file", "table", "count"), [row for row in FILES if "missed" not in row[1]])
def test_every_start_lies_in_the_interval_that_its_record_claims(name, file, table, count):
    """The capture's clock is the switches' own; half a second is what a call needs to pass five of them."""
    family, provider, _ = file.split("/")
    with (LAB / family / "truth_paths.csv").open(newline="") as rows:
        truth = [row for row in csv.DictReader(rows) if provider in row["path"]]
    records = calls(name, LAB / file, table=table)
    slack = timedelta(seconds=0.6)
    for row in truth:
        sent = datetime.fromisoformat(row["invite_time_utc"]).astimezone(UTC)
        assert any(
            (same_number(row["called_e164"], record.called_in) or same_number(row["called_e164"], record.called_out))
            and record.started_at <= sent + slack
            and sent <= record.started_at + timedelta(seconds=record.within_s)
            for record in records
        ), row
