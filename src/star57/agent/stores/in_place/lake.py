"""Parquet and CSV files of a lake, read in place by DuckDB: lake:DESCRIPTION.toml."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from glob import glob
from pathlib import Path
from typing import Annotated, Any, Literal

import duckdb
from pydantic import Field

from star57.agent.stores.in_place.description import Described, path_in
from star57.agent.stores.in_place.sources import Dialect, SourceProblem, TimeKind
from star57.agent.stores.in_place.store import InPlaceStore
from star57.agent.toml_tables import checked, read_toml

_KINDS = {"TIMESTAMP": TimeKind.LOCAL, "TIMESTAMP WITH TIME ZONE": TimeKind.INSTANT, "VARCHAR": TimeKind.TEXT}
_DIALECT = Dialect(
    mark="?",
    quote='"',
    text="VARCHAR",
    text_time="coalesce(try_cast({column} AS TIMESTAMP) BETWEEN CAST(? AS TIMESTAMP) AND CAST(? AS TIMESTAMP), true)",
    instant="timezone('UTC', {column})",
)
_FILE_NAME = "star57_file"


class Lake(Described):
    """`files`: paths with globs, relative to the description. `memory` and `threads` are what DuckDB may take."""

    files: Annotated[tuple[str, ...], Field(min_length=1)]
    format: Literal["parquet", "csv"] = "parquet"
    memory: Annotated[str, Field(pattern=r"^\d+(MB|GB)$")] = "1GB"
    threads: Annotated[int, Field(ge=1, le=256)] = 2


class LakeSource:
    """Implements Source. Numbers in CSV are read as text: a leading zero counts."""

    dialect = _DIALECT
    origin_column: str | None = _FILE_NAME

    def __init__(self, lake: Lake, folder: Path) -> None:
        self._files = [str(folder / Path(file).expanduser()) for file in lake.files]
        self._options = {"memory_limit": lake.memory, "threads": str(lake.threads), "TimeZone": "UTC"}
        self.where = ", ".join(lake.files)
        named = f"union_by_name = true, hive_partitioning = true, hive_types_autocast = false, filename = '{_FILE_NAME}'"
        self._from = f"read_parquet($files, {named})" if lake.format == "parquet" else f"read_csv($files, all_varchar = true, {named})"

    def columns(self) -> Mapping[str, TimeKind]:
        rows = self._run(f"DESCRIBE SELECT * FROM {self._there()}", [])
        return {name: _kind(kind) for name, kind, *_ in rows}

    def rows(self, columns: str, condition: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        return self._run(f"SELECT {columns} FROM {self._there()} WHERE {condition}", parameters)

    def size_bytes(self) -> int:
        return sum(Path(path).stat().st_size for pattern in self._files for path in glob(pattern, recursive=True))

    def _there(self) -> str:
        quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in self._files)
        return self._from.replace("$files", f"[{quoted}]")

    def _run(self, statement: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        try:
            with closing(duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})) as engine:
                for name, value in self._options.items():
                    engine.execute(f"SET {name} = '{value}'")
                found: Sequence[Sequence[Any]] = engine.execute(statement, list(parameters)).fetchall()
                return found
        except (duckdb.Error, OSError) as problem:
            said = str(problem).strip().splitlines()[0][:300]
            raise SourceProblem(f"{self.where}: DuckDB cannot read these files: {said}") from problem


def _kind(kind: str) -> TimeKind:
    return _KINDS.get(kind, TimeKind.LOCAL if kind.startswith("TIMESTAMP_") else TimeKind.NUMBER)


def open_lake(address: str) -> InPlaceStore:
    """The store of lake:DESCRIPTION.toml."""
    path = path_in(address)
    lake = checked(Lake, read_toml(path, "store in the agent's file"), str(path))
    return InPlaceStore(path, LakeSource(lake, path.absolute().parent), lake.layout())
