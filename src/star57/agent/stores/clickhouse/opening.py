"""Opens a ClickHouse store by its address. Apart, since the driver is an extra."""

from star57.agent.stores.clickhouse.address import clickhouse_address
from star57.agent.stores.clickhouse.link import NativeLink
from star57.agent.stores.clickhouse.store import ClickHouseStore


def open_clickhouse(address: str) -> ClickHouseStore:
    """The store at clickhouse://…; its tables are made when they are not there."""
    where = clickhouse_address(address)
    return ClickHouseStore(where, NativeLink(where))
