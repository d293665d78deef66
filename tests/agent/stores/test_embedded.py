"""What the embedded store promises beyond the contract: it outlives kills, full disks and other processes."""

import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from star57.agent.stores import UnknownStore, open_store
from star57.agent.stores.codes import CDR_COLUMNS
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.manifest import Segment
from star57.agent.stores.embedded.merging import mergeable
from star57.agent.stores.embedded.segments import Segments
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.stores.files import StoreBusy, StoreCannotWrite, StoreDamaged, only_writer
from star57.numbers import number_key
from tests.agent.records import CALLED, NOON, record
from tests.depth import how_many

KEY = number_key(CALLED)
ALWAYS = Span(NOON - timedelta(days=400), NOON + timedelta(days=400))
WRITER = """
import sys
from pathlib import Path
from star57.agent.stores import open_store
from tests.agent.records import record
store = open_store(Path(sys.argv[1]))
for batch in range(10_000):
    store.add([record(batch * 1000 + i, record_id=f"{sys.argv[2]}-{batch}-{i}") for i in range(10)])
    print(batch, flush=True)
"""


def segments(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "segments").iterdir())


@pytest.mark.slow
def test_many_small_additions_become_few_files(tmp_path):
    store = EmbeddedStore(tmp_path)
    for i in range(70):
        assert store.add([record(i)]) == 1
    assert len(segments(tmp_path)) < 15
    assert len(store.by_called(KEY, ALWAYS)) == 70
    assert EmbeddedStore(tmp_path).health().records == 70


@pytest.mark.slow
def test_another_process_sees_what_was_added_and_merged_meanwhile(tmp_path):
    writer, reader = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    for i in range(40):
        writer.add([record(i)])
        assert len(reader.by_called(KEY, ALWAYS)) == i + 1


def test_a_reader_with_an_old_list_of_files_reads_the_new_one(tmp_path, monkeypatch):
    writer, reader = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    for i in range(7):
        writer.add([record(i)])
    old = reader._segments.current()
    writer.add([record(7)])
    assert not {segment.name for segment in old} & set(segments(tmp_path))
    lists = iter([list(old)])
    in_span = Segments.in_span
    monkeypatch.setattr(reader._segments, "in_span", lambda *span: next(lists, None) or in_span(reader._segments, *span))
    assert len(reader.by_called(KEY, ALWAYS)) == 8


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_nothing_half_written(tmp_path):
    store, acknowledged = EmbeddedStore(tmp_path), 0
    for run in range(how_many(short=3, full=100)):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(run)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(3 + 4 * (run % 3))]
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read()
        acknowledged += 10 * (len(lines) + rest.count("\n"))
        kept = len(store.by_called(KEY, Span(NOON - timedelta(days=1), NOON + timedelta(days=4000))))
        assert kept == store.health().records
        assert kept % 10 == 0
        assert acknowledged <= kept
        acknowledged = kept
    store.add([record(-5)])
    assert all(not name.endswith(".tmp") for name in segments(tmp_path))


def test_a_disk_that_is_full_adds_nothing_and_says_so(tmp_path):
    store = EmbeddedStore(tmp_path)
    store.add([record(0)])
    before = segments(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(StoreCannotWrite, match="nothing was added; make room"):
            store.add([record(i, identity=os.urandom(400).hex()) for i in range(1, 400)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert segments(tmp_path) == before
    assert len(store.by_called(KEY, ALWAYS)) == 1
    assert store.add([record(1)]) == 1


def test_a_failure_after_the_list_of_files_was_replaced_keeps_them(tmp_path, monkeypatch):
    store = EmbeddedStore(tmp_path)

    def fail_late(path, after, write=sys.modules["star57.agent.stores.embedded.segments"].write_manifest):
        write(path, after)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("star57.agent.stores.embedded.segments.write_manifest", fail_late)
        with pytest.raises(KeyboardInterrupt):
            store.add([record(0)])
    assert len(store.by_called(KEY, ALWAYS)) == 1
    assert store.add([record(0)]) == 0


def test_a_second_writer_is_told_who_writes(tmp_path, monkeypatch):
    monkeypatch.setattr("star57.agent.stores.embedded.store._WAIT_FOR_WRITER_S", 0.1)
    store = EmbeddedStore(tmp_path)
    with only_writer(tmp_path / "lock", 1), pytest.raises(StoreBusy, match=f"process {os.getpid()} is writing"):
        store.add([record(0)])
    assert store.add([record(0)]) == 1


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "store").write_text("")
    with pytest.raises(StoreCannotWrite, match="store"):
        EmbeddedStore(tmp_path / "store")


@pytest.mark.parametrize("damage", ["cut", "garbled", "gone"])
def test_a_damaged_segment_is_named_and_never_read_as_nothing(tmp_path, damage):
    EmbeddedStore(tmp_path).add([record(i) for i in range(100)])
    path = next((tmp_path / "segments").iterdir())
    content = path.read_bytes()
    path.write_bytes(content[:-20] if damage == "cut" else b"\0" * len(content))
    if damage == "gone":
        path.unlink()
    with pytest.raises(StoreDamaged, match="import into a new folder"):
        EmbeddedStore(tmp_path).by_called(KEY, ALWAYS)


def test_a_damaged_block_is_named_and_the_rest_stays_usable(tmp_path):
    others = [record(i, called_in=f"+1404556{i:04}") for i in range(2000)]
    EmbeddedStore(tmp_path).add([*others, record(3)])
    path = next((tmp_path / "segments").iterdir())
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)
    store = EmbeddedStore(tmp_path)
    (line,) = store.damage()
    assert f"{path}: block 0 at byte 0 is not as it was written" in line
    with pytest.raises(StoreDamaged, match="part 0 at byte 0"):
        store.by_called(KEY, ALWAYS)
    assert len(store.by_called("5561999", ALWAYS)) == 1
    for second in range(20):
        assert store.add([record(second, called_in="+14045570000")]) == 1
    assert len(store.by_called("5570000", ALWAYS)) == 20


def test_a_new_stores_folder_is_closed_to_other_users(tmp_path):
    EmbeddedStore(tmp_path / "records").add([record(0)])
    assert (tmp_path / "records").stat().st_mode & 0o777 == 0o700


def test_days_that_are_no_longer_kept_are_dropped_whole_and_are_not_complete(tmp_path, monkeypatch):
    monkeypatch.setattr("star57.clock.now", lambda: NOON)
    days = [NOON - timedelta(days=days) for days in (0, 10, 11)]
    old = EmbeddedStore(tmp_path)
    old.declare_complete(Span(days[2], NOON))
    old.add([replace(record(record_id=f"{at}"), started_at=at) for at in days])
    store = EmbeddedStore(tmp_path, keep_days=10)
    assert store.add([replace(record(record_id="late"), started_at=days[2]), record(1)]) == 1
    assert store.too_old == 1
    assert [one.started_at for one in store.by_called(KEY, ALWAYS)] == [days[1], days[0], days[0] + timedelta(seconds=1)]
    assert len(segments(tmp_path)) == 3
    begin = days[1].replace(hour=0)
    assert EmbeddedStore(tmp_path).is_complete(Span(begin, NOON))
    assert not EmbeddedStore(tmp_path).is_complete(Span(begin - timedelta(seconds=1), NOON))
    store.declare_complete(Span(days[2], NOON))
    assert not store.is_complete(Span(days[2], NOON))


TEXT = st.text(max_size=12)
FIELDS = st.fixed_dictionaries(
    {name: TEXT for name in CDR_COLUMNS if name not in ("started_at", "within_s", "duration_s", "record_id")}
    | {"called_in": st.sampled_from([CALLED, "x", ""]), "within_s": st.floats(0, 1e5), "duration_s": st.floats(0, 1e12)}
)


@pytest.mark.slow
@settings(max_examples=how_many(short=40, full=2_000))
@given(st.lists(FIELDS, min_size=1, max_size=12))
def test_any_record_comes_back_as_it_was_also_after_merging(tmp_path_factory, given_fields):
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    kept = [record(second, record_id=f"{second}", **texts) for second, texts in enumerate(given_fields)]
    for one in kept:
        store.add([one])
    found = [one for portion in store.every_record(ALWAYS) for one in portion]
    assert sorted(found, key=lambda one: one.started_at) == kept


def test_bytes_that_are_not_compressed_come_back_too_also_after_merging(tmp_path, monkeypatch):
    monkeypatch.setattr("star57.agent.stores.embedded.blocks._JUDGED_ROWS", 20)
    monkeypatch.setattr("star57.agent.stores.embedded.blocks._NEARLY_RANDOM", 0.5)
    store = EmbeddedStore(tmp_path)
    kept = [record(i, calling_in=f"+1202555{i * 37:04}", duration_s=i * 7, call_id=f"c{i % 7}", trunk_in=f"t{i % 9}") for i in range(200)]
    for at in range(0, 200, 20):
        store.add(kept[at : at + 20])
    assert len(segments(tmp_path)) == 3
    assert all(store._segments.reader(one).footer.shape.raw for one in store._segments.current())
    assert list(store.by_called(KEY, ALWAYS)) == kept
    assert list(store.by_calling({"5550037", "5557363"}, ALWAYS)) == [kept[1], kept[199]]
    assert list(store.by_call_id("c3")) == kept[3::7]
    assert list(store.damage()) == []


def test_going_through_all_records_survives_a_merge_meanwhile(tmp_path):
    writer, reader = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    writer.add([record(0, record_id="day before", started_at=NOON - timedelta(days=1))])
    for i in range(7):
        writer.add([record(i)])
    portions = reader.every_record(ALWAYS)
    found = list(next(portions))
    writer.add([record(7)])
    assert len(segments(tmp_path)) == 2
    found += [one for portion in portions for one in portion]
    assert len(found) == 9


def test_a_merge_meanwhile_is_no_damage_and_hides_none(tmp_path):
    writer, reader = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    writer.add([record(0, record_id="day before", started_at=NOON - timedelta(days=1))])
    for i in range(7):
        writer.add([record(i)])
    spoil(tmp_path, "2026-11-21")
    lines = reader.damage()
    assert "2026-11-21" in next(lines)
    writer.add([record(7)])
    spoil(tmp_path, "2026-11-22")
    rest = list(lines)
    assert rest
    assert all(f"{tmp_path}/segments/2026-11-22" in line and "missing" not in line for line in rest)


def spoil(folder: Path, day: str) -> None:
    (path,) = (folder / "segments").glob(f"{day}-*")
    path.write_bytes(b"\x00" + path.read_bytes()[1:])


def test_a_segment_whose_file_is_gone_is_named_and_nothing_is_added_beside_it(tmp_path):
    EmbeddedStore(tmp_path).add([record(0)])
    (path,) = (tmp_path / "segments").iterdir()
    path.unlink()
    store = EmbeddedStore(tmp_path)
    (line,) = store.damage()
    assert f"{path.name}, day 2026-11-22, 1 records: its file is missing: restore it" in line
    with pytest.raises(StoreDamaged, match=f"{path.name}: its file is missing"):
        store.add([record(0), record(1)])


def test_a_damaged_filter_of_ids_is_named(tmp_path):
    store = EmbeddedStore(tmp_path)
    store.add([record(i) for i in range(100)])
    (segment,) = store._segments.current()
    offset, _, _ = store._segments.reader(segment).footer.filter_at
    path = tmp_path / "segments" / segment.name
    content = bytearray(path.read_bytes())
    content[offset + 7] ^= 1
    path.write_bytes(content)
    assert [line.split(": ")[1] for line in EmbeddedStore(tmp_path).damage()] == [f"filter at byte {offset} is not as it was written"]


@pytest.mark.parametrize(
    ("sizes", "merged"), [([100] * 7, 0), ([100] * 8, 8), ([300_000] * 31, 0), ([300_000] * 32, 26), ([7_000_000] * 99, 0)]
)
def test_small_segments_are_merged_soon_and_large_ones_late(sizes, merged):
    of_day = [Segment(f"{at}", "2026-11-22", rows, at, at, 0, 0, at, at) for at, rows in enumerate(sizes)]
    assert [one.name for one in mergeable(of_day, "2026-11-22") or ()] == [f"{at}" for at in range(merged)]
    assert mergeable(of_day, "2026-11-23") is None


def test_words_beyond_the_dictionary_are_kept_as_text(tmp_path, monkeypatch):
    for module in ("fields", "rows", "shapes"):
        monkeypatch.setattr(f"star57.agent.stores.embedded.{module}.MOST_WORDS", 5)
    store = EmbeddedStore(tmp_path)
    kept = [record(i, record_id=f"{i}", trunk_in=f"t{i}", calling_in=f"{i}2025550191", origin=f"f{i}:{i}") for i in range(40)]
    for one in kept:
        store.add([one])
    assert list(store.by_called(KEY, ALWAYS)) == kept
    assert len(store.by_calling({"5550191"}, ALWAYS)) == 40


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1}', '{"version": 1, "segments": []}'])
def test_a_damaged_or_newer_manifest_is_refused(tmp_path, content):
    store = EmbeddedStore(tmp_path)
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(StoreDamaged, match="manifest"):
        store.by_called(KEY, ALWAYS)


def test_a_store_is_opened_by_path_or_address(tmp_path):
    assert isinstance(open_store(tmp_path / "a"), EmbeddedStore)
    assert isinstance(open_store(f"folder:{tmp_path}/b"), EmbeddedStore)
    assert (tmp_path / "b" / "segments").is_dir()
    with pytest.raises(UnknownStore, match="oracle"):
        open_store("oracle://db/cdr")
