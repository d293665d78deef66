"""Which database a connection means: the web role's, the owner's, or another one altogether."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from star57.hub.config import environment

OWNER_URL = "STAR57_DATABASE_OWNER_URL"
OTHER = "other"


def point(alias: str, parameters: dict[str, Any]) -> None:
    """Let a connection mean this database from now on, in this thread."""
    configured = connections.configure_settings({"default": dict(parameters)})["default"]
    forget(alias)
    connections.settings[alias] = configured


def forget(alias: str) -> None:
    """Close a connection and forget what it meant."""
    if hasattr(connections._connections, alias):  # type: ignore[attr-defined]
        connections[alias].close()
        del connections[alias]


@contextmanager
def as_owner() -> Iterator[str | None]:
    """Django's own connection as the role that owns the tables, where STAR57_DATABASE_OWNER_URL names one.

    Gives the web role's name, which needs rights on what the owner makes; None where one role does everything.
    """
    web = dict(connections.settings["default"])
    if not environment.text(OWNER_URL, default=""):
        yield None
        return
    owner = environment.database(OWNER_URL, default="")
    point("default", owner)
    try:
        yield web["USER"] if web["USER"] != owner["USER"] else None
    finally:
        point("default", web)


@contextmanager
def other(url: str) -> Iterator[str]:
    """A second connection, to this URL; gives its alias."""
    point(OTHER, environment.database_at(url))
    try:
        yield OTHER
    finally:
        forget(OTHER)
        del connections.settings[OTHER]
