"""How each kind of store is made for tests. `make_store(folder)` opens the same store again for the same folder."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from star57.agent.stores import open_store
from star57.agent.stores.clickhouse.address import clickhouse_address
from star57.agent.stores.clickhouse.store import ClickHouseStore
from star57.agent.stores.contract import CdrStore
from tests.agent.stores.clickhouse_server import ClickHouse, clickhouse_program, fresh_clickhouse

Make = Callable[[Path], CdrStore]
WRITABLE = ["parquet", "clickhouse", pytest.param("chdb", marks=pytest.mark.slow)]


@pytest.fixture(scope="session", params=WRITABLE)
def make_store(request: pytest.FixtureRequest) -> Make:
    """Every store that takes records in."""
    make: Make = request.getfixturevalue(f"make_{request.param}")
    return make


@pytest.fixture
def store(make_store: Make, tmp_path: Path) -> CdrStore:
    return make_store(tmp_path / "store")


@pytest.fixture(scope="session")
def make_parquet() -> Make:
    return open_store


@pytest.fixture(scope="session")
def clickhouse() -> Iterator[ClickHouse]:
    clickhouse_program()
    with fresh_clickhouse() as server:
        yield server


@pytest.fixture(scope="session")
def make_clickhouse(clickhouse: ClickHouse) -> Make:
    def make(folder: Path) -> CdrStore:
        database = database_of(folder)
        clickhouse.run(f"CREATE DATABASE IF NOT EXISTS {database}")
        return open_store(clickhouse.url(database))

    return make


@pytest.fixture(scope="session")
def make_chdb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    from tests.agent.stores.chdb_link import ChdbLink, session_in

    with closing(session_in(tmp_path_factory.mktemp("chdb"))) as session:

        def make(folder: Path) -> CdrStore:
            address = clickhouse_address(f"clickhouse://in-process/{database_of(folder)}")
            return ClickHouseStore(address, ChdbLink(session, address.database))

        yield make


def database_of(folder: Path) -> str:
    return "t" + hashlib.blake2b(str(folder).encode(), digest_size=8).hexdigest()
