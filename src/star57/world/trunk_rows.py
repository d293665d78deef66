"""The [[provider.trunk]] tables of a world file, read as an agent reads its own."""

from collections.abc import Iterable

from star57.agent.toml_tables import BadConfiguration, checked
from star57.agent.trunk_tables import TrunkRow, trunk_table
from star57.agent.trunks import TrunkTable
from star57.world.tables import BadWorld, Table


def read_trunks(owner: Table, rows: Iterable[Table]) -> TrunkTable:
    """All rules of one provider; rules that overlap with different ends are refused."""
    try:
        return trunk_table([checked(TrunkRow, row.content, f"{row.file}: {row.place}") for row in rows], f"{owner.file}: {owner.place}")
    except BadConfiguration as problem:
        raise BadWorld(str(problem)) from problem
