"""Where a ClickHouse store is: clickhouse://user@host:port,other:port/database?cluster=NAME&secure=yes. A password is never shown."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from star57.agent.stores.files import StoreProblem

_PORT, _SECURE_PORT = 9000, 9440
_PASSWORD = "STAR57_CLICKHOUSE_PASSWORD"
_PASSWORD_FILE = "STAR57_CLICKHOUSE_PASSWORD_FILE"
_YES, _NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")
_EXAMPLE = "write clickhouse://user@host:9000/database, with ?cluster=NAME for a cluster"


class BadStoreAddress(StoreProblem):
    """The address of a store cannot be used; the message never holds its password."""


@dataclass(frozen=True, slots=True)
class ClickHouseAddress:
    """Hosts are tried in order. `cluster` is its name in the servers' configuration, "" for one server."""

    hosts: tuple[tuple[str, int], ...]
    database: str
    user: str
    password: str = field(repr=False)
    cluster: str
    is_secure: bool

    def __str__(self) -> str:
        return f"clickhouse://{','.join(f'{host}:{port}' for host, port in self.hosts)}/{self.database}"


def clickhouse_address(text: str) -> ClickHouseAddress:
    """The address read; the password stands in it, in STAR57_CLICKHOUSE_PASSWORD, or in the file that ..._FILE names."""
    parts = urlsplit(text)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    cluster, secure = options.pop("cluster", ""), options.pop("secure", "no").lower()
    if options:
        raise BadStoreAddress(f"a clickhouse address has no option {', '.join(sorted(options))}: there are cluster and secure")
    if secure not in (*_YES, *_NO):
        raise BadStoreAddress("the option secure of a clickhouse address is yes or no")
    who, _, where = parts.netloc.rpartition("@")
    user, _, password = who.partition(":")
    database = parts.path.strip("/")
    for name, word in (("database", database), ("cluster", cluster or "none")):
        if not word.replace("_", "").isalnum() or not word.isascii():
            raise BadStoreAddress(f"the {name} of a clickhouse address is a name of letters, digits and _: {_EXAMPLE}")
    port = _SECURE_PORT if secure in _YES else _PORT
    return ClickHouseAddress(
        hosts=tuple(_host(one, port) for one in where.split(",")),
        database=database,
        user=unquote(user) or "default",
        password=unquote(password) or _password_given(),
        cluster=cluster,
        is_secure=secure in _YES,
    )


def _host(text: str, port: int) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}")
        if parts.hostname and not parts.path:
            return parts.hostname, parts.port or port
    except ValueError:
        pass
    raise BadStoreAddress(f"{text!r} is no host and port of a clickhouse address: {_EXAMPLE}")


def _password_given() -> str:
    if file := os.environ.get(_PASSWORD_FILE):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise BadStoreAddress(f"{_PASSWORD_FILE} names {file}, which cannot be read: {problem}") from problem
    return os.environ.get(_PASSWORD, "")
