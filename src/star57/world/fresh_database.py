"""Makes sure that a demo's hub starts on an empty database, and never empties anybody else's."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from star57.world.tables import BadWorld

if TYPE_CHECKING:
    import psycopg

_MARK = "a star57 demo: the next demo may empty it"


def fresh_database(url: str) -> None:
    """Leave an empty database behind this URL, making one where there is none. Raises BadWorld when it holds anything not ours."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if Path(parts.path.removeprefix("/")).exists():
            raise BadWorld(f"--db: {parts.path.removeprefix('/')} exists already: name a new file, or remove it")
    elif parts.scheme in {"postgresql", "postgres"}:
        _fresh_postgresql(url)
    else:
        raise BadWorld("--db: begin with postgresql:// or sqlite:///")


def _fresh_postgresql(url: str) -> None:
    import psycopg  # noqa: PLC0415  most demos run on SQLite

    try:
        _make_if_absent(url)
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            _empty(connection, url)
    except psycopg.Error as problem:
        raise BadWorld(f"--db: {' '.join(str(problem).split())}") from problem


def _make_if_absent(url: str) -> None:
    import psycopg  # noqa: PLC0415
    from psycopg import sql  # noqa: PLC0415

    name = urlsplit(url).path.removeprefix("/")
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True, connect_timeout=10) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _empty(connection: "psycopg.Connection[tuple[object, ...]]", url: str) -> None:
    from psycopg import sql  # noqa: PLC0415

    name = connection.info.dbname
    mark = connection.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]).fetchone()
    tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if tables and tables[0] and not (mark and mark[0] == _MARK):
        raise BadWorld(f"--db: {name} is not empty and no demo made it: name a database of its own, such as {urlsplit(url).path}_demo")
    connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
    connection.execute("CREATE SCHEMA public")
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(_MARK)))
