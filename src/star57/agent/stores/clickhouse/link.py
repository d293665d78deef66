"""How the store speaks to ClickHouse: statements as text, rows as tuples. Holds the connection, knows no call records."""

import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from clickhouse_driver import Client
from clickhouse_driver.errors import Error, ServerException

from star57.agent.stores.clickhouse.address import ClickHouseAddress
from star57.agent.stores.files import StoreProblem

_CONNECT_WITHIN_S = 5
_REPLY_WITHIN_S = 120
_LONGEST_MESSAGE = 200
# A batch's record ids are asked for in one statement. The dead and the late are passed by; a shard's replicas are always tried in
# the same order, so that a look-up goes where the add before it went.
_SETTINGS = {
    "max_query_size": 1 << 26,
    "max_ast_elements": 50_000_000,
    "max_expanded_ast_elements": 50_000_000,
    "load_balancing": "in_order",
    "insert_distributed_sync": 1,
}
Answer = TypeVar("Answer")


class ClickHouseProblem(StoreProblem):
    """The server is away, or refuses."""


class Link(Protocol):
    """A connection. Not for several threads at once. Raises ClickHouseProblem."""

    def ask(self, statement: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a question, which may be put twice."""
        ...

    def do(self, statement: str) -> None:
        """Carries out what changes tables."""
        ...

    def insert(self, table: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
        """Adds rows, given column by column."""
        ...


class NativeLink:
    """A Link over the native protocol, to the first of the hosts that answers."""

    def __init__(self, address: ClickHouseAddress) -> None:
        self._where = str(address)
        (host, port), *others = address.hosts
        self._client = Client(
            host,
            port,
            database=address.database,
            user=address.user,
            password=address.password,
            secure=address.is_secure,
            alt_hosts=",".join(f"{host}:{port}" for host, port in others) or None,
            connect_timeout=_CONNECT_WITHIN_S,
            send_receive_timeout=_REPLY_WITHIN_S,
            client_name="star57",
            settings=_SETTINGS,
        )
        weakref.finalize(self, self._client.disconnect)

    def ask(self, statement: str) -> Sequence[tuple[Any, ...]]:
        def ask() -> Sequence[tuple[Any, ...]]:
            rows: Sequence[tuple[Any, ...]] = self._client.execute(statement)
            return rows

        with self._refusing():
            return self._once_more(ask)

    def do(self, statement: str) -> None:
        with self._refusing():
            self._client.execute(statement)

    def insert(self, table: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
        with self._refusing():
            self._client.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES", list(values), columnar=True)

    def _once_more(self, ask: Callable[[], Answer]) -> Answer:
        """A server that went away since the last question is asked again, or the next host is."""
        try:
            return ask()
        except ServerException:
            raise
        except (Error, OSError, EOFError):
            self._client.disconnect()
            return ask()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except ServerException as problem:
            self._client.disconnect()
            said = str(problem.message).split("Stack trace")[0].strip()[:_LONGEST_MESSAGE]
            raise ClickHouseProblem(f"{self._where}: ClickHouse refused (code {problem.code}): {said}") from problem
        except (Error, OSError, EOFError) as problem:
            self._client.disconnect()
            reason = str(problem).strip()[:_LONGEST_MESSAGE] or type(problem).__name__
            raise ClickHouseProblem(f"{self._where}: cannot be reached: {reason}: start it, then do it again") from problem
