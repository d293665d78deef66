"""What every description of records in place says, whatever holds them."""

from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field

from star57.agent.stores.in_place.store import Layout
from star57.agent.toml_tables import Table, ZoneName


class Described(Table):
    """`columns`: our field names -> theirs. `day`: the column that holds the day of the start; in a lake often a folder's name,
    day=2026-11-22. `keys`: columns that hold the last seven digits of a called number."""

    time_zone: ZoneName = "UTC"
    columns: dict[str, str] = Field(default_factory=dict)
    day: str = ""
    keys: tuple[str, ...] = ()

    def layout(self) -> Layout:
        return Layout(self.columns, ZoneInfo(self.time_zone), self.day, self.keys)


def path_in(address: str) -> Path:
    """The description that kind:PATH names."""
    return Path(address.partition(":")[2]).expanduser()
