import json

import pytest

from star57.agent import importing
from star57.agent.formats import BadFile, FormatOptions, UnknownFormat
from star57.agent.importing import Progress, import_files
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.unread import unread_with
from tests.agent.formats.reading import DATA, written
from tests.agent.formats.test_asterisk import OLD
from tests.agent.formats.test_kamailio import ACC, BYE, CDR


@pytest.fixture
def store(tmp_path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "store")


def run(store, format_name, *paths, seen=None, **options):
    return import_files(store, format_name, paths, FormatOptions(**options), on_progress=(seen if seen is not None else []).append)


def test_a_second_import_adds_nothing(store, tmp_path):
    path = written(tmp_path, f"{ACC}\n{BYE}\n{CDR}\n{ACC}\n")
    first, second = run(store, "kamailio-flatstore", path), run(store, "kamailio-flatstore", path)
    assert (first.read, first.new, first.known, first.unreadable) == (3, 2, 1, 0)
    assert (second.read, second.new, second.known) == (3, 0, 3)
    assert first.kept_in is None
    assert store.health().records == 2


def test_unreadable_lines_are_kept_with_line_and_reason_and_never_twice(store, tmp_path):
    path = written(tmp_path, f"{ACC}\nhalf|a|line\n{CDR}\n")
    run(store, "kamailio-flatstore", path)
    report = run(store, "kamailio-flatstore", path)
    assert report.unreadable == 1
    assert report.kept_in == store.folder / "unreadable"
    (kept,) = report.kept_in.iterdir()
    (line,) = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    assert line == {"file": str(path), "line": 2, "reason": "14 columns expected, 3 found", "raw": "half|a|line"}
    written(tmp_path, f"{ACC}\n{CDR}\n")
    assert run(store, "kamailio-flatstore", path).kept_in is None
    assert list((store.folder / "unreadable").iterdir()) == []


def test_one_bad_file_keeps_no_other_out(store, tmp_path):
    good, empty = written(tmp_path, f"{ACC}\n", "acc.log"), written(tmp_path, "", "acc.log.1")
    report = run(store, "kamailio-flatstore", empty, good)
    assert report.new == 1
    assert len(report.bad_files) == 1
    assert "is empty" in report.bad_files[0]


def test_when_all_files_are_bad_the_import_is_refused(store, tmp_path):
    with pytest.raises(BadFile, match="is empty"):
        run(store, "kamailio-flatstore", written(tmp_path, ""))


def test_an_unknown_format_is_refused_before_anything_is_read(store, tmp_path):
    with pytest.raises(UnknownFormat):
        run(store, "metaswitch", tmp_path / "nothing")


def test_what_was_stored_before_an_interruption_stays(store, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "ROWS_PER_BATCH", 10)
    monkeypatch.setattr(importing, "_ROWS_PER_REPORT", 25)
    lines = [ACC.replace("c1@", f"c{i}@") for i in range(60)]
    path = written(tmp_path, "\n".join(lines))

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(store, "kamailio-flatstore", [path], FormatOptions(), on_progress=interrupt)
    assert store.health().records == 20
    report = run(store, "kamailio-flatstore", path)
    assert (report.new, report.known) == (40, 20)


def test_progress_runs_to_the_end_of_all_files(store, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_ROWS_PER_REPORT", 10)
    paths = [written(tmp_path, "\n".join(ACC.replace("c1@", f"{n}{i}@") for i in range(60)), f"acc.{n}") for n in "ab"]
    seen: list[Progress] = []
    run(store, "kamailio-flatstore", *paths, seen=seen)
    total = sum(path.stat().st_size for path in paths)
    assert [one.bytes_read for one in seen] == sorted(one.bytes_read for one in seen)
    assert len({one.bytes_read for one in seen}) > 6
    assert seen[-1] == Progress(paths[1], total, total, 120)


def test_local_times_without_a_zone_are_remarked_on(store, tmp_path):
    path = written(tmp_path, OLD)
    assert "read as UTC" in run(store, "asterisk-csv", path).notes[0]
    assert run(store, "asterisk-csv", path, time_zone="UTC").notes == ()


def test_both_legs_of_a_call_are_two_records(store):
    report = run(store, "freeswitch-json", *sorted(DATA.glob("freeswitch-*-leg.json")))
    assert (report.read, report.new) == (2, 2)
    assert len(store.by_call_id("b2f7-1a@203.0.113.5")) == 1


def test_a_number_in_a_line_that_could_not_be_read_is_not_said_to_be_nowhere(store, tmp_path):
    path = written(tmp_path, f"{ACC}\nhalf|of 16175550172|line\n")
    assert unread_with(store, tmp_path / "journal", "5550172") is None
    run(store, "kamailio-flatstore", path)
    assert unread_with(store, tmp_path / "journal", "5550172") is not None
    assert unread_with(store, tmp_path / "journal", "5550173") is None
    assert unread_with(store, tmp_path / "journal", "") is None
    assert unread_with(object(), tmp_path / "journal", "5550172") is None
