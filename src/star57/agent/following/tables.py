"""The [[follow]] tables of agent.toml: where records appear while the switch writes them. Opens no store."""

from pathlib import Path
from typing import Annotated, Literal, Protocol, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from star57.agent.formats import FORMATS, FormatOptions
from star57.agent.formats.rows import ROW_FORMATS
from star57.agent.stores.in_place.table import DatabaseAddress
from star57.agent.toml_tables import Table, ZoneName

_Line = Annotated[str, Field(min_length=1, max_length=300)]
Columns: TypeAlias = tuple[str, ...] | dict[str, str] | None
_Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$")]
DateOrder: TypeAlias = Literal["dmy", "mdy", "ymd"]
Delimiter: TypeAlias = Annotated[str, Field(pattern=r'^[^"\r\n]$'), StringConstraints(strip_whitespace=False)]


class ReadAs(Protocol):
    """What [[records]] and [[follow]] say alike of how records are read."""

    @property
    def time_zone(self) -> str | None: ...
    @property
    def columns(self) -> Columns: ...
    @property
    def table(self) -> str | None: ...
    @property
    def date_order(self) -> DateOrder | None: ...
    @property
    def delimiter(self) -> str | None: ...


def options_of(table: ReadAs, office_zone: str) -> FormatOptions:
    return FormatOptions(table.time_zone or office_zone, table.columns, table.table, table.date_order, table.delimiter)


class FollowTable(Table):
    """One source. `files`: paths, globs or folders; or `database` and `table`, read by the column `mark`, which grows with each row.
    `complete`: the carrier says that all sources together hold every call."""

    name: _Name
    format: _Line
    files: tuple[_Line, ...] = ()
    database: DatabaseAddress | None = None
    table: _Line | None = None
    mark: _Line = "id"
    password_file: Path | None = None
    late_s: Annotated[float, Field(ge=0, le=86_400)] = 60.0
    settle_s: Annotated[float, Field(gt=0, le=86_400)] = 60.0
    time_zone: ZoneName | None = None
    columns: Columns = None
    date_order: DateOrder | None = None
    delimiter: Delimiter | None = None
    complete: bool = False
    longest_call_s: Annotated[float, Field(gt=0, le=7 * 86_400)] = 86_400.0

    @model_validator(mode="after")
    def _is_one_kind_of_source(self) -> "FollowTable":
        if bool(self.files) == bool(self.database):
            raise ValueError(f"follow {self.name}: give exactly one of files and database")
        if self.files and self.format not in FORMATS:
            raise ValueError(f"follow {self.name}: no format is called {self.format!r}: use one of {', '.join(FORMATS)}")
        if self.files and self.format == "kamailio-sqlite":
            raise ValueError(f'follow {self.name}: a database is followed by its rows: write database = "sqlite:PATH" and table')
        if self.database and self.table is None:
            raise ValueError(f"follow {self.name}: say with table which table of the database holds the calls")
        if self.database and self.format not in ROW_FORMATS:
            raise ValueError(f"follow {self.name}: rows of a table are read as one of {', '.join(ROW_FORMATS)}, not {self.format!r}")
        return self

    def in_folder(self, folder: Path) -> "FollowTable":
        """The same with paths that were relative to this folder."""
        files = tuple(str(folder / Path(one).expanduser()) for one in self.files)
        database = self.database
        if database and database.startswith("sqlite:"):
            database = f"sqlite:{folder / Path(database.removeprefix('sqlite:').removeprefix('//')).expanduser()}"
        password_file = self.password_file and folder / self.password_file.expanduser()
        return self.model_copy(update={"files": files, "database": database, "password_file": password_file})

    def options(self, office_zone: str) -> FormatOptions:
        return options_of(self, office_zone)


def has_names_of_its_own(tables: tuple[FollowTable, ...]) -> bool:
    return len({one.name for one in tables}) == len(tables)
