"""What the ClickHouse store promises beyond the contract: it outlives failures half-way, kills and servers that go away."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from star57.agent.stores import open_store
from star57.agent.stores.clickhouse.address import clickhouse_address
from star57.agent.stores.clickhouse.link import ClickHouseProblem, NativeLink
from star57.agent.stores.clickhouse.store import ClickHouseStore
from star57.agent.stores.contract import Span, StoreHealth
from star57.numbers import number_key
from tests.agent.records import CALLED, NOON, record
from tests.agent.stores.clickhouse_server import ClickHouse, fresh_clickhouse, laid_out, placed, running
from tests.agent.stores.conftest import database_of
from tests.depth import how_many

KEY = number_key(CALLED)
ALWAYS = Span(NOON - timedelta(days=4000), NOON + timedelta(days=4000))
WRITER = """
import sys
from star57.agent.stores import open_store
from tests.agent.records import record
store = open_store(sys.argv[1])
for batch in range(10_000):
    store.add([record(batch * 1000 + i, record_id=f"{sys.argv[2]}-{batch}-{i}") for i in range(10)])
    print(batch, flush=True)
"""


@pytest.fixture
def url(clickhouse: ClickHouse, tmp_path: Path) -> str:
    database = database_of(tmp_path)
    clickhouse.run(f"CREATE DATABASE {database}")
    return clickhouse.url(database)


def database_of_url(url: str) -> str:
    return url.rpartition("/")[2]


class FailingLink(NativeLink):
    """Loses the connection at the n-th insert."""

    inserts_left = 1_000_000

    def insert(self, table, columns, values):
        self.inserts_left -= 1
        if self.inserts_left < 0:
            raise ClickHouseProblem("the cable was pulled")
        super().insert(table, columns, values)


@pytest.mark.parametrize("done", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 3)), 4])
def test_an_add_that_failed_anywhere_added_nothing_and_can_be_done_again(url, done):
    address = clickhouse_address(url)
    link = FailingLink(address)
    store = ClickHouseStore(address, link)
    store.add([record(0, record_id="before")])
    batch = [record(i, record_id=f"r{i}", call_id="c1") for i in range(1, 4)]
    link.inserts_left = done
    with pytest.raises(ClickHouseProblem, match="cable"):
        store.add(batch)
    assert [one.record_id for one in store.by_called(KEY, ALWAYS)] == ["before"]
    assert list(store.by_call_id("c1")) == []
    health = store.health()
    assert (health.records, health.first_started_at, health.last_started_at) == (1, NOON, NOON)
    link.inserts_left = 1_000_000
    assert store.add(batch) == 3
    assert len(store.by_call_id("c1")) == 3
    assert store.health().records == 4


def test_a_store_whose_only_add_failed_is_empty(url):
    address = clickhouse_address(url)
    link = FailingLink(address)
    store = ClickHouseStore(address, link)
    link.inserts_left = 3
    with pytest.raises(ClickHouseProblem):
        store.add([record(0)])
    assert store.health() == StoreHealth(0, None, None, store.health().size_bytes)


@pytest.mark.slow
def test_records_of_hundreds_of_days_come_in_at_once(url):
    store = open_store(url)
    assert store.add([record(day * 86_400) for day in range(-150, 150)]) == 300
    assert len(store.by_called(KEY, ALWAYS)) == 300
    assert len(store.by_called(KEY, Span(NOON, NOON + timedelta(days=2, seconds=1)))) == 3


def test_a_start_known_to_days_only_is_found_on_each_of_them(url):
    store = open_store(url)
    store.add([record(0, within_s=5 * 86_400.0), record(86_400, within_s=7_200.0)])
    for day in (0, 1, 4):
        since = NOON + timedelta(days=day, seconds=2)
        assert len(store.by_called(KEY, Span(since, since + timedelta(seconds=1)))) == (2 if day == 1 else 1)


def test_two_writers_that_add_the_same_at_once_double_no_answer(url):
    one, other = open_store(url), open_store(url)
    kept = record(0, call_id="c1")
    one._insert([kept])  # type: ignore[attr-defined]
    other._insert([kept])  # type: ignore[attr-defined]
    assert list(one.by_called(KEY, ALWAYS)) == [kept]
    assert list(other.by_call_id("c1")) == [kept]


@pytest.mark.slow
def test_records_that_came_before_in_another_batch_and_zone_are_known(url):
    store = open_store(url)
    records = [record(i * 0.37, record_id=f"r{i}", within_s=0.001) for i in range(3000)]
    assert store.add(records) == 3000
    moved = [replace(one, started_at=one.started_at - timedelta(hours=5, minutes=45)) for one in records]
    assert store.add([*moved, record(1, record_id="new")]) == 1


def test_a_day_that_is_dropped_takes_its_records_and_no_others(clickhouse, url):
    store = open_store(url)
    store.add([record(0, call_id="c1"), record(86_400, call_id="c1")])
    for table in ("star57_calls", "star57_call_ids", "star57_record_ids"):
        clickhouse.run(f"ALTER TABLE {database_of_url(url)}.{table} DROP PARTITION '2026-11-22'")
    assert [one.started_at for one in store.by_called(KEY, ALWAYS)] == [NOON + timedelta(days=1)]
    assert len(store.by_call_id("c1")) == 1
    assert store.health().records == 1
    assert store.add([record(0, call_id="c1")]) == 1


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_acknowledged_and_shows_nothing_half_written(url):
    store, acknowledged = open_store(url), 0
    for run in range(how_many(short=3, full=100)):
        with subprocess.Popen([sys.executable, "-c", WRITER, url, str(run)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(3 + 4 * (run % 3))]
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read()
        acknowledged += 10 * (len(lines) + rest.count("\n"))
        kept = len(store.by_called(KEY, ALWAYS))
        assert kept == store.health().records
        assert kept % 10 == 0
        assert acknowledged <= kept
        acknowledged = kept


@pytest.mark.slow
def test_a_server_that_is_away_is_named_and_found_again_when_it_is_back(tmp_path):
    server = laid_out(placed(tmp_path))
    with running(server):
        server.run("CREATE DATABASE calls")
        store = open_store(server.url("calls"))
        store.add([record(0)])
    with pytest.raises(ClickHouseProblem, match=f"127.0.0.1:{server.port}/calls: cannot be reached"):
        store.by_called(KEY, ALWAYS)
    with pytest.raises(ClickHouseProblem, match="start it, then do it again"):
        open_store(server.url("calls"))
    with running(server):
        assert len(store.by_called(KEY, ALWAYS)) == 1
        assert store.add([record(1)]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("way", ["address", "variable", "file"])
def test_a_password_is_taken_where_it_stands_and_never_shown(tmp_path, monkeypatch, way):
    secret = "s3cret-word"
    if way == "variable":
        monkeypatch.setenv("STAR57_CLICKHOUSE_PASSWORD", secret)
    if way == "file":
        (tmp_path / "word").write_text(f"{secret}\n")
        monkeypatch.setenv("STAR57_CLICKHOUSE_PASSWORD_FILE", str(tmp_path / "word"))
    who = f"agent:{secret}" if way == "address" else "agent"
    with fresh_clickhouse(users={"agent": secret}) as server:
        server.run("CREATE DATABASE calls")
        place = f"127.0.0.1:{server.port}/calls"
        assert open_store(f"clickhouse://{who}@{place}").add([record(0)]) == 1
        address = clickhouse_address(f"clickhouse://{who}@{place}")
        assert secret not in f"{address} {address!r}"
        with pytest.raises(ClickHouseProblem) as refused:
            open_store(f"clickhouse://agent:wrong-{secret}@{place}")
    assert secret not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("clickhouse://h/", "database"),
        ("clickhouse://h/a;b", "database"),
        ("clickhouse:///calls", "host"),
        ("clickhouse://h:x/calls", "host and port"),
        ("clickhouse://agent:pass-word@h/calls?cluter=c", "no option cluter"),
        ("clickhouse://h/calls?cluster=c'", "cluster"),
        ("clickhouse://h/calls?secure=perhaps", "yes or no"),
    ],
)
def test_an_address_that_is_none_is_refused_with_what_to_write(address, says):
    with pytest.raises(Exception, match=says) as refused:
        open_store(address)
    assert "pass-word" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_hosts_are_tried_in_order(clickhouse, url):
    there = url.replace("//", "//127.0.0.1:1,")
    assert clickhouse_address(there).hosts == (("127.0.0.1", 1), ("127.0.0.1", clickhouse.port))
    assert open_store(there).add([record(0)]) == 1


def test_tables_of_an_older_version_get_the_columns_they_lack(clickhouse, url):
    old, new = record(0, record_id="a"), record(5, record_id="b", diverted_from="<sip:+16175550172@192.0.2.7>")
    open_store(url).add([old])
    clickhouse.run(f"ALTER TABLE {database_of_url(url)}.star57_calls DROP COLUMN diverted_from")
    store = open_store(url)
    assert store.add([new]) == 1
    assert sorted(store.by_called(KEY, ALWAYS), key=lambda one: one.record_id) == [old, new]
