"""Large CSV files are read by columns: into the very records that reading them line by line gives."""

import gzip
import signal
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from star57.agent.bulk.cells import NeedsParsing, cells_of, few_lines
from star57.agent.bulk.dictionary import Dictionary
from star57.agent.bulk.portions import PortionReader
from star57.agent.cdr import Cdr
from star57.agent.formats import FormatOptions, read_records
from star57.agent.formats.cell_print import cell_print
from star57.agent.formats.lines import first_line
from star57.agent.formats.mapped_csv import header_in
from star57.agent.importing import import_files
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.stores.files import StoreProblem
from tests.agent.records import CALLED
from tests.depth import how_many

HEADER = "started_at,duration_s,called_in,called_out,calling_in,calling_out,source,trunk_in,call_id,identity,release\n"
NUMBERS = st.sampled_from(
    [CALLED, "14045550138", "4045550138", "5550138", "138", "anonymous", "", "0000000000", "9911#14045550138", "sip:+14045550138@192.0.2.1"]
)
WORDS = st.sampled_from(["", "harbor-2", "192.0.2.16", "sip:192.0.2.16:5060", "a name that is longer than thirty-two characters"])
ROWS = st.tuples(
    st.datetimes(min_value=datetime(2026, 3, 7), max_value=datetime(2026, 3, 10)),  # noqa: DTZ001  written without a zone
    st.sampled_from(["", "0", "62", "0:01:02", "61.5"]), NUMBERS, NUMBERS, NUMBERS, NUMBERS, WORDS, WORDS, WORDS, WORDS, WORDS,
)  # fmt: skip


def everything(store: EmbeddedStore):
    found = store.every_record(Span(*(datetime(year, 1, 1, tzinfo=UTC) for year in (1990, 2100))))
    return sorted((one for portion in found for one in portion), key=lambda one: one.record_id)


def by_columns(path: Path, options: FormatOptions, store: EmbeddedStore) -> None:
    line, length = first_line(path)
    reader = PortionReader(header_in(path, line, options), options)
    found = reader.read(few_lines(BytesIO(path.read_bytes()[length:]), 1 << 30), path.name, 2)
    with store.adding() as add:
        add.rows(found.days)


@given(rows=st.lists(ROWS, min_size=1, max_size=30), places=st.sampled_from([0, 3, 6]), zone=st.sampled_from(["UTC", "America/Chicago"]))
@pytest.mark.slow
def test_columns_give_the_records_that_lines_give(tmp_path_factory, rows, places, zone):
    folder = tmp_path_factory.mktemp("bulk")
    cut = -6 + places if places else -7
    written = [[f"{at:%Y-%m-%d %H:%M:%S.%f}"[: cut or None], *cells] for at, *cells in rows]
    (folder / "calls.csv").write_text(HEADER + "".join(",".join(cells) + "\n" for cells in written))
    options = FormatOptions(time_zone=zone)
    store = EmbeddedStore(folder / "store")
    by_columns(folder / "calls.csv", options, store)
    read = [one for one in read_records("csv", folder / "calls.csv", options) if isinstance(one, Cdr)]
    expected = {one.record_id: one for one in reversed(read)}
    assert everything(store) == sorted(expected.values(), key=lambda one: one.record_id)


@pytest.mark.parametrize("row", ['2026-11-22T12:00:00Z,"1",2', "2026-11-22T12:00:00Z,1", "2026-11-22T12:00:00Z,é,2", "12:00,1,2", "\n"])
def test_what_is_not_plain_is_left_to_be_parsed(tmp_path, row):
    (tmp_path / "calls.csv").write_text(f"started_at,called_in,calling_in\n{row}\n")
    with pytest.raises(NeedsParsing):
        by_columns(tmp_path / "calls.csv", FormatOptions(), EmbeddedStore(tmp_path / "store"))


@pytest.mark.slow
def test_a_large_file_is_taken_in_portions_once_whatever_stands_in_it(tmp_path, monkeypatch):
    monkeypatch.setattr("star57.agent.importing.BULK_FROM_BYTES", 0)
    monkeypatch.setattr("star57.agent.bulk.loading.PORTION_BYTES", 20_000)
    lines = [f"2026-11-2{i % 3}T12:00:{i % 60:02}Z,+1404555{i:04},+12025550191\n" for i in range(2000)]
    lines[1500] = '2026-11-22T12:00:00Z,"+14045559999",+12025550191\n'
    lines[1501] = "never,+14045550000,+12025550191\n"
    (tmp_path / "calls.csv").write_text("started_at,called_in,calling_in\n" + "".join(lines))
    store = EmbeddedStore(tmp_path / "store")
    report = import_files(store, "csv", [tmp_path / "calls.csv"], FormatOptions(), on_progress=lambda _: None)
    assert (report.read, report.new, report.unreadable) == (1999, 1999, 1)
    assert [one.origin for one in everything(store) if one.called_in == "+14045559999"] == ["calls.csv:1502"]
    again = import_files(store, "csv", [tmp_path / "calls.csv"], FormatOptions(), on_progress=lambda _: None)
    assert (again.read, again.new) == (1999, 0)
    (tmp_path / "calls.csv.gz").write_bytes(gzip.compress((tmp_path / "calls.csv").read_bytes()))
    packed = import_files(store, "csv", [tmp_path / "calls.csv.gz"], FormatOptions(), on_progress=lambda _: None)
    assert (packed.read, packed.new, packed.unreadable) == (1999, 0, 1)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_a_row_has_the_print_of_its_cells(cells):
    assert len(cell_print(cells)) == 24
    assert cell_print(cells) != cell_print([*cells, ""])


CELL = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters='",'), max_size=80)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
def test_rows_have_the_prints_of_their_cells_however_long_they_are(rows):
    cells = cells_of("".join(",".join(row) + "\n" for row in rows).encode(), ",", 3)
    assert [one.tobytes().hex() for one in cells.prints()] == [cell_print(row) for row in rows]


@pytest.mark.parametrize("length", [6, 20, 70])
def test_a_dictionary_knows_any_number_of_texts_from_portion_to_portion(length):
    read: list[str] = []

    def meaning(text: str) -> tuple[int]:
        read.append(text)
        return (int(text),)

    dictionary = Dictionary(meaning, 1)
    for begin in (0, 50_000):
        numbers = [str(begin + i * 3 % 60_000).zfill(length) for i in range(70_000)] + ["7", "0" * length, "07"]
        cells = cells_of("".join(f"{number}\n" for number in numbers).encode(), ",", 1)
        (values,) = dictionary.values(cells, cells.starts[0], cells.ends[0])
        assert values.tolist() == list(map(int, numbers))
    assert len(read) == len(set(read)) == len(dictionary)


@pytest.mark.slow
def test_a_large_file_read_in_another_zone_is_known(tmp_path, monkeypatch):
    monkeypatch.setattr("star57.agent.importing.BULK_FROM_BYTES", 0)
    monkeypatch.setattr("star57.agent.bulk.loading.PORTION_BYTES", 20_000)
    lines = [f"2026-11-{1 + i // 100:02} 12:00:{i % 60:02},+1404555{i:04},+12025550191\n" for i in range(2000)]
    (tmp_path / "calls.csv").write_text("started_at,called_in,calling_in\n" + "".join(lines))
    store = EmbeddedStore(tmp_path / "store")
    reports = [
        import_files(store, "csv", [tmp_path / "calls.csv"], FormatOptions(time_zone=zone), on_progress=lambda _: None)
        for zone in ("UTC", "Pacific/Auckland", "America/Los_Angeles")
    ]
    assert [report.new for report in reports] == [2000, 0, 0]


@pytest.mark.slow
def test_what_one_reads_line_by_line_another_knows_by_columns(tmp_path, monkeypatch):
    (tmp_path / "calls.csv").write_text(HEADER + "2026-11-22 12:00:00,1,1404555013,,1202555019,,,,,,200\n" * 3)
    store = EmbeddedStore(tmp_path / "store")
    options = [FormatOptions(time_zone=zone) for zone in ("Asia/Tokyo", "America/New_York")]
    assert import_files(store, "csv", [tmp_path / "calls.csv"], options[0], on_progress=lambda _: None).new == 1
    monkeypatch.setattr("star57.agent.importing.BULK_FROM_BYTES", 0)
    assert import_files(store, "csv", [tmp_path / "calls.csv"], options[1], on_progress=lambda _: None).new == 0


IMPORT = """
import sys
from pathlib import Path
from star57.agent import importing
from star57.agent.bulk import loading
from star57.agent.formats import FormatOptions
from star57.agent.stores.embedded.store import EmbeddedStore
importing.BULK_FROM_BYTES, loading.PORTION_BYTES = 0, 20_000
store = EmbeddedStore(Path(sys.argv[2]))
importing.import_files(store, "csv", [Path(sys.argv[1])], FormatOptions(), on_progress=lambda now: print(now.rows, flush=True))
"""


@pytest.mark.slow
def test_an_import_by_columns_that_was_killed_loses_and_doubles_nothing(tmp_path):
    lines = [f"2026-11-2{i % 3}T12:{i // 60 % 60:02}:{i % 60:02}Z,+1404555{i:04},+12025550191\n" for i in range(9000)]
    (tmp_path / "calls.csv").write_text("started_at,called_in,calling_in\n" + "".join(lines))
    store, kept = EmbeddedStore(tmp_path / "store"), 0
    command = [sys.executable, "-c", IMPORT, str(tmp_path / "calls.csv"), str(store.folder)]
    for run in range(how_many(short=3, full=10)):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = [int(process.stdout.readline()) for _ in range(1 + run % 8)]
            process.send_signal(signal.SIGKILL)
        assert store.health().records >= max(kept, told[-1])
        kept = store.health().records
    assert subprocess.run(command, check=True, stdout=subprocess.DEVNULL).returncode == 0
    assert len({one.origin for one in everything(store)}) == len(everything(store)) == store.health().records == 9000
    assert list(store.damage()) == []


def test_a_process_that_ends_by_itself_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("star57.agent.importing.BULK_FROM_BYTES", 0)
    monkeypatch.setattr("star57.agent.bulk.workers._PROGRAM", "import sys; sys.exit(3)")
    (tmp_path / "calls.csv").write_text("started_at,called_in,calling_in\n2026-11-22T12:00:00Z,+14045550138,+12025550191\n")
    store = EmbeddedStore(tmp_path / "store")
    with pytest.raises(StoreProblem, match=r"ended by itself \(exit code 3\): import again"):
        import_files(store, "csv", [tmp_path / "calls.csv"], FormatOptions(), on_progress=lambda _: None)
    assert store.health().records == 0
