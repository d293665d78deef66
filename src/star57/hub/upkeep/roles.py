"""PostgreSQL's roles: one owns the tables and migrates, one serves and can change neither tables nor what is entered for good."""

import secrets
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from django.db import connection, transaction
from psycopg import Connection, sql

from star57.hub.ledger.guarded import BOUND, JOURNAL
from star57.hub.upkeep.refusals import NotDone

READ_ONLY = frozenset({"django_migrations"})
ADDED_TO_ONLY = frozenset({JOURNAL, *BOUND})


@dataclass(frozen=True, slots=True)
class Roles:
    """The two addresses of one database."""

    web_url: str
    owner_url: str

    @property
    def web(self) -> str:
        """The web role's name."""
        return unquote(urlsplit(self.web_url).username or "")

    @property
    def owner(self) -> str:
        """The owner's name."""
        return unquote(urlsplit(self.owner_url).username or "")


def prepare(administrators_url: str) -> Roles:
    """Make two roles and the database, owned by the first. The URL's user must be allowed to make roles and databases."""
    name = urlsplit(administrators_url).path[1:]
    if not name:
        raise NotDone("The address names no database: end it with /star57, for example.")
    roles = Roles(_as(administrators_url, f"{name}_web"), _as(administrators_url, f"{name}_owner"))
    try:
        with psycopg.connect(_maintenance(administrators_url), autocommit=True, connect_timeout=10) as server:
            _make(server, name, roles)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise NotDone(
            f"This user may not make roles and databases ({problem.diag.message_primary}). Use one who may, or make an owner and a web "
            "role yourself and give both addresses: --database for the web role, --owner-database for the owner."
        ) from None
    except psycopg.OperationalError as problem:
        raise NotDone(f"The server does not answer: {' '.join(str(problem).split())}") from None
    return roles


def _make(server: "Connection[tuple[object, ...]]", name: str, roles: Roles) -> None:
    for url in (roles.owner_url, roles.web_url):
        role, password = urlsplit(url).username or "", urlsplit(url).password or ""
        if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            raise NotDone(
                f"There is a role {role} already. If it is this hub's, give both addresses (--database, --owner-database); else drop it."
            )
        server.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
    owner, web = (sql.Identifier(urlsplit(url).username or "") for url in (roles.owner_url, roles.web_url))
    server.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
    if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        server.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), owner))
    else:
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name), owner))
    server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), web))


def _as(url: str, role: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{secrets.token_urlsafe(24)}@{place}"))


def _maintenance(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))


def grant(web: str) -> None:
    """Give the web role what serving needs, on the owner's connection: rows, no tables; the journal and what it binds only grow."""
    role = sql.Identifier(web)
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        cursor.execute("SELECT current_schema()")
        schema = sql.Identifier(cursor.fetchone()[0])
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(schema, role))
        for table in tables:
            rights = sql.SQL(rights_on(table))
            cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(table), role))
        cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}").format(schema, role))


def rights_on(table: str) -> str:
    """What the web role may do with a table's rows."""
    if table in READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if table in ADDED_TO_ONLY else "SELECT, INSERT, UPDATE, DELETE"
