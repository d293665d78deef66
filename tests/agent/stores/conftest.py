"""How each kind of store is made for tests. `make_store(folder)` opens the same store again for the same folder."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from star57.agent.cdr import Cdr
from star57.agent.stores import open_store
from star57.agent.stores.clickhouse.address import clickhouse_address
from star57.agent.stores.clickhouse.store import ClickHouseStore
from star57.agent.stores.contract import CdrStore
from tests.agent.stores import places
from tests.agent.stores.clickhouse_server import ClickHouse, clickhouse_program, fresh_clickhouse
from tests.agent.stores.lookup_server import lookup_server
from tests.agent.stores.mariadb_server import fresh_mariadb
from tests.databases import create_database

Write = Callable[[Path, Sequence[Cdr]], str]
Make = Callable[[Path], CdrStore]
Fill = Callable[[Path, Sequence[Cdr]], CdrStore]
WRITABLE = ["embedded", "clickhouse", pytest.param("chdb", marks=pytest.mark.slow)]

IN_PLACE = ["lake_parquet", "lake_csv", "table_sqlite", "table_postgresql", "table_mariadb", "lookup_command", "lookup_http"]
QUICK = ("table_sqlite",)
READABLE = [*WRITABLE, *(pytest.param(kind, marks=() if kind in QUICK else pytest.mark.slow) for kind in IN_PLACE)]


@pytest.fixture(scope="session", params=WRITABLE)
def make_store(request: pytest.FixtureRequest) -> Make:
    """Every store that takes records in."""
    make: Make = request.getfixturevalue(f"make_{request.param}")
    return make


@pytest.fixture
def store(make_store: Make, tmp_path: Path) -> CdrStore:
    return make_store(tmp_path / "store")


@pytest.fixture(scope="session")
def make_embedded() -> Make:
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


@pytest.fixture(scope="session", params=READABLE)
def fill(request: pytest.FixtureRequest) -> Fill:
    """Every store, with these records in it; asked again for the same folder it opens what is there."""
    if request.param in IN_PLACE:
        return opened_once(request.getfixturevalue(f"write_{request.param}"))
    make: Make = request.getfixturevalue(f"make_{request.param}")

    def filled(folder: Path, records: Sequence[Cdr]) -> CdrStore:
        store = make(folder)
        store.add(records)
        return store

    return filled


def opened_once(write: Write) -> Fill:
    addresses: dict[Path, str] = {}

    def filled(folder: Path, records: Sequence[Cdr]) -> CdrStore:
        if folder not in addresses:
            addresses[folder] = write(folder, list({one.record_id: one for one in records}.values()))
        return open_store(addresses[folder])

    return filled


@pytest.fixture
def keep(fill: Fill, tmp_path: Path) -> Callable[..., CdrStore]:
    return lambda *records: fill(tmp_path / "store", records)


@pytest.fixture
def again(fill: Fill, tmp_path: Path) -> Callable[[], CdrStore]:
    """Opens what keep() filled once more."""
    return lambda: fill(tmp_path / "store", ())


@pytest.fixture(scope="session")
def write_lake_parquet() -> Write:
    return places.parquet_lake


@pytest.fixture(scope="session")
def write_lake_csv() -> Write:
    return places.csv_lake


@pytest.fixture(scope="session")
def write_table_sqlite() -> Write:
    return places.sqlite_table


@pytest.fixture(scope="session")
def write_table_postgresql(postgresql: str) -> Write:
    url = create_database(postgresql, "switches")
    return lambda folder, records: places.postgresql_table(folder, records, url, database_of(folder))


@pytest.fixture(scope="session")
def write_table_mariadb() -> Iterator[Write]:
    with fresh_mariadb() as port:
        yield lambda folder, records: places.mariadb_table(folder, records, port, database_of(folder))


@pytest.fixture(scope="session")
def write_lookup_command() -> Write:
    return places.lookup_command


@pytest.fixture(scope="session")
def write_lookup_http() -> Iterator[Write]:
    with lookup_server() as url:
        yield lambda folder, records: places.lookup_http(folder, records, url)


def database_of(folder: Path) -> str:
    return "t" + hashlib.blake2b(str(folder).encode(), digest_size=8).hexdigest()
