"""A sharded, replicated ClickHouse: two machines, each with a server for either shard, and ZooKeeper between them."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from star57.agent.stores import open_store
from star57.agent.stores.contract import CdrStore, Span
from star57.clock import monotonic
from star57.numbers import number_key
from tests.agent.records import NOON, record
from tests.agent.stores.clickhouse_server import ClickHouse, clickhouse_program, laid_out, placed, running
from tests.agent.stores.zookeeper_server import fresh_zookeeper

pytestmark = [pytest.mark.slow, pytest.mark.stress, pytest.mark.timeout(240)]
PATIENCE_S = 60.0
ALWAYS = Span(NOON - timedelta(days=400), NOON + timedelta(days=400))
NUMBERS = [f"+1404555{n:04}" for n in range(100, 200)]
MORE = """<zookeeper><node><host>127.0.0.1</host><port>{zookeeper}</port></node><session_timeout_ms>4000</session_timeout_ms></zookeeper>
  <remote_servers><carrier>{shards}</carrier></remote_servers>
  <macros><shard>{shard}</shard><replica>{machine}</replica></macros>
  <distributed_ddl><path>/clickhouse/ddl</path></distributed_ddl>"""
SHARD = "<shard><internal_replication>true</internal_replication>{replicas}</shard>"
REPLICA = "<replica><host>127.0.0.1</host><port>{port}</port></replica>"


@dataclass(slots=True)
class Cluster:
    """`servers`: machine -> one server for each shard; `up`: what ends a machine that runs."""

    servers: dict[str, list[ClickHouse]]
    up: dict[str, ExitStack]

    def start(self, machine: str) -> None:
        self.up[machine] = ExitStack()
        for server in self.servers[machine]:
            self.up[machine].enter_context(running(server))

    def kill(self, machine: str) -> None:
        """SIGKILL for both of its servers."""
        self.up.pop(machine).close()

    def store(self, *machines: str) -> CdrStore:
        hosts = ",".join(f"127.0.0.1:{self.servers[machine][0].port}" for machine in machines)
        return open_store(f"clickhouse://{hosts}/calls?cluster=carrier")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    clickhouse_program()
    with fresh_zookeeper(tmp_path / "zookeeper") as zookeeper:
        servers = {machine: [placed(tmp_path / f"{machine}{shard}") for shard in (1, 2)] for machine in "ab"}
        shards = "".join(
            SHARD.format(replicas="".join(REPLICA.format(port=servers[machine][shard].port) for machine in "ab")) for shard in (0, 1)
        )
        for machine, pair in servers.items():
            for shard, server in enumerate(pair, start=1):
                laid_out(server, MORE.format(zookeeper=zookeeper, shards=shards, shard=shard, machine=machine))
        made = Cluster(servers, {})
        try:
            for machine, pair in servers.items():
                made.start(machine)
                for server in pair:
                    server.run("CREATE DATABASE calls")
            yield made
        finally:
            for machine in list(made.up):
                made.kill(machine)


def eventually(holds: Callable[[], bool]) -> None:
    end_at = monotonic() + PATIENCE_S
    while not holds():
        assert monotonic() < end_at, "not within its time"
        time.sleep(0.2)


def batch(name: str, call_id: str = "") -> list:
    return [record(i, called_in=number, record_id=f"{name}-{i}", call_id=call_id) for i, number in enumerate(NUMBERS)]


def found(store: CdrStore) -> int:
    return sum(len(store.by_called(number_key(number), ALWAYS)) for number in NUMBERS[:20])


def kept(cluster: Cluster, machine: str) -> list[int]:
    """Rows in each of its servers."""
    return [int(str(server.run("SELECT count() FROM calls.star57_calls_here")[0][0])) for server in cluster.servers[machine]]


def test_a_machine_dies_reads_and_writes_go_on_and_it_catches_up(cluster):
    store = cluster.store("a", "b")
    assert store.add(batch("first", "c1")) == len(NUMBERS)
    assert store.add(batch("first", "c1")) == 0
    assert found(store) == 20
    assert len(store.by_call_id("c1")) == len(NUMBERS)
    assert store.health().records == len(NUMBERS)
    here = kept(cluster, "a")
    assert sum(here) == len(NUMBERS)
    assert min(here) > 0, "both shards hold some"
    other = cluster.store("b", "a")
    eventually(lambda: found(other) == 20 and len(other.by_call_id("c1")) == len(NUMBERS))

    cluster.kill("b")
    assert found(store) == 20
    assert store.add(batch("second")) == len(NUMBERS)
    assert found(store) == 40
    store.declare_complete(Span(NOON, NOON + timedelta(days=1)))

    cluster.start("b")
    eventually(lambda: kept(cluster, "b") == [2 * rows for rows in here])
    cluster.kill("a")
    assert found(store) == 40, "the same store goes on with the other machine"
    assert store.is_complete(Span(NOON, NOON + timedelta(hours=1)))
    assert store.add(batch("third")) == len(NUMBERS)
    assert store.add(batch("first")) == 0
    assert store.health().records == 3 * len(NUMBERS)
