"""Reads STAR57_* environment variables, each with a plain error that says what to set. NAME_FILE holds a secret's path."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PLACEHOLDER = "demo-only-not-a-secret-" + "x" * 40

LIBPQ = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "connect_timeout", "application_name", "options"})


def text(name: str, *, default: str) -> str:
    """The variable's text, from NAME or from the file that NAME_FILE names."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def texts(name: str, *, default: str) -> list[str]:
    """A comma-separated list."""
    return [item.strip() for item in text(name, default=default).split(",") if item.strip()]


def flag(name: str, *, default: bool) -> bool:
    """ "1", "true", "yes", "on" or "0", "false", "no", "off"."""
    value = text(name, default="on" if default else "off").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}: write on or off, not {value!r}")


def integer(name: str, *, default: int) -> int:
    """A whole number."""
    value = text(name, default=str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}: write a whole number, not {value!r}") from None


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """One of a few words."""
    value = text(name, default=default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}: write {' or '.join(choices)}, not {value!r}")
    return value


def secret(name: str, *, placeholder_allowed: bool) -> str:
    """A secret; outside demo mode a missing, short or placeholder secret refuses to start."""
    value = text(name, default=PLACEHOLDER if placeholder_allowed else "")
    if not placeholder_allowed and (len(value) < 32 or value == PLACEHOLDER):
        raise ImproperlyConfigured(f"{name}: set at least 32 random characters (or {name}_FILE); `star57 hub init` makes them")
    return value


def database(name: str, *, default: str) -> dict[str, Any]:
    """The database that the variable names."""
    return database_at(text(name, default=default), name)


def database_at(address: str, name: str = "the database") -> dict[str, Any]:
    """sqlite:///path or postgresql://user:password@host:port/name (host may be a socket folder, percent-encoded, or ?host=).

    What libpq takes behind a question mark, such as sslmode=verify-full, holds; what is not known there is refused, not passed over.
    """
    url = urlsplit(address)
    if url.scheme == "sqlite":
        return _sqlite(url.path[1:] if url.path.startswith("/") else url.path)
    if url.scheme in {"postgresql", "postgres"}:
        asked = dict(parse_qsl(url.query, keep_blank_values=True))
        host = asked.pop("host", unquote(url.hostname or ""))
        if unknown := sorted(set(asked) - LIBPQ):
            raise ImproperlyConfigured(f"{name}: {unknown[0]} is not known behind the address; these are: {', '.join(sorted(LIBPQ))}, host")
        return {
            "ENGINE": "star57.hub.records.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": host,
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**asked, "server_side_binding": True, "prepare_threshold": 2},
        }
    raise ImproperlyConfigured(f"{name}: begin with sqlite:/// or postgresql://")


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
        },
    }
