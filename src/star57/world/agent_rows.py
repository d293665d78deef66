"""The [[provider.trunk]] and [[provider.follow]] tables of a world file, read as an agent reads its own."""

from collections.abc import Iterable

from star57.agent.following.tables import FollowTable, has_names_of_its_own
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


def read_follow(owner: Table, rows: Iterable[Table]) -> tuple[FollowTable, ...]:
    """Where one provider's switch writes its records; paths are relative to the world's file."""
    folder = owner.file.absolute().parent
    try:
        found = tuple(checked(FollowTable, row.content, f"{row.file}: {row.place}").in_folder(folder) for row in rows)
    except BadConfiguration as problem:
        raise BadWorld(str(problem)) from problem
    if not has_names_of_its_own(found):
        owner.refuse("two [[provider.follow]] tables have the same name: give each its own")
    return found
