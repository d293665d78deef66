"""PostgreSQL under two roles: a migrated database, and its address for a role that serves and owns nothing."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from star57.hub.upkeep.roles import grant
from tests.databases import connected


def for_web_role(url: str) -> str:
    """The same database under a web role, which is made and given its rights first."""
    role = f"{urlsplit(url).path[1:]}_web"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    with connected(url):
        grant(role)
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}@{parts.netloc.rpartition('@')[2]}"))
