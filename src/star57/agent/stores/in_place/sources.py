"""What the store needs of whatever holds the records: its columns, its rows under a condition, and how its SQL is spelt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from star57.agent.stores.files import StoreProblem


class TimeKind(Enum):
    """How a column holds times: a wall clock, an instant, a number, or text."""

    LOCAL = "local"
    INSTANT = "instant"
    NUMBER = "number"
    TEXT = "text"


class SourceProblem(StoreProblem):
    """Whatever holds the records is away, or refuses."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`mark` stands for a parameter; `text` is the type that any value can be cast to; `text_time` tells whether a text in {column} is
    a time between two others or none at all, "" where the engine cannot say; `instant` reads an instant as a wall clock of UTC."""

    mark: str
    quote: str
    text: str
    text_time: str
    instant: str = "{column}"

    def name(self, column: str) -> str:
        return ".".join(self.quote + part.replace(self.quote, self.quote * 2) + self.quote for part in [column])

    def as_text(self, column: str) -> str:
        return f"CAST({self.name(column)} AS {self.text})"


class Source(Protocol):
    """Raises SourceProblem. For any thread: it connects for each question."""

    where: str
    dialect: Dialect
    origin_column: str | None  # tells the file a row came from

    def columns(self) -> Mapping[str, TimeKind]:
        """Every column, and how it would hold times."""
        ...

    def rows(self, columns: str, condition: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """SELECT columns FROM there WHERE condition."""
        ...

    def size_bytes(self) -> int: ...
