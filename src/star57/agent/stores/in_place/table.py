"""A table of a database, read in place: table:DESCRIPTION.toml. Which database it is, its address says."""

from importlib import import_module
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field

from star57.agent.stores.in_place.description import Described, path_in
from star57.agent.stores.in_place.sources import Source, SourceProblem
from star57.agent.stores.in_place.store import InPlaceStore
from star57.agent.toml_tables import checked, read_toml

_SOURCES = {
    "sqlite": "star57.agent.stores.in_place.sqlite_table:SqliteTable",
    "postgresql": "star57.agent.stores.in_place.postgresql_table:PostgresqlTable",
    "postgres": "star57.agent.stores.in_place.postgresql_table:PostgresqlTable",
    "mariadb": "star57.agent.stores.in_place.mariadb_table:MariadbTable",
    "mysql": "star57.agent.stores.in_place.mariadb_table:MariadbTable",
}


def _of_a_kind_read_here(address: str) -> str:
    if address.partition(":")[0] not in _SOURCES:
        raise ValueError(
            f"{address!r} is no database that is read: write sqlite:PATH, postgresql://user@host/name or mariadb://user@host/name"
        )
    return address


DatabaseAddress = Annotated[str, AfterValidator(_of_a_kind_read_here)]
_Name = Annotated[str, Field(pattern=r"^[^\s'\"`;%.]+(\.[^\s'\"`;%.]+)?$")]


class DatabaseTable(Described):
    """`database`: postgresql://user@host/name, mariadb://user@host/name or sqlite:PATH. `table` may be a view. `password_file` keeps
    the password out of the description."""

    database: DatabaseAddress
    table: _Name
    password_file: Path | None = None


def open_table(address: str) -> InPlaceStore:
    """The store of table:DESCRIPTION.toml."""
    path = path_in(address)
    described = checked(DatabaseTable, read_toml(path, "store in the agent's file"), str(path))
    return InPlaceStore(path, source_of(described, path), described.layout())


def source_of(described: DatabaseTable, path: Path) -> Source:
    """The table behind a description; `path`: the file that the description stands in. Raises SourceProblem."""
    kind, _, rest = described.database.partition(":")
    module, name = _SOURCES[kind].split(":")
    try:
        source = getattr(import_module(module), name)
    except ModuleNotFoundError as problem:
        raise SourceProblem(f"{path}: {kind} needs {problem.name}, which is not here: pip install 'star57[agent,tables]'") from problem
    folder = path.absolute().parent
    where = folder / Path(rest.removeprefix("//")).expanduser() if kind == "sqlite" else _with_password(described, folder)
    made: Source = source(where, described.table)
    return made


def _with_password(described: DatabaseTable, folder: Path) -> str:
    if described.password_file is None:
        return described.database
    file = folder / described.password_file.expanduser()
    try:
        password = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise SourceProblem(f"password_file {file} cannot be read: {problem}") from problem
    parts = urlsplit(described.database)
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}@{host}").geturl()
