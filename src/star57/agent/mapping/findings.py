"""What the wizard says of a file: choices with their reasons, questions it does not answer by itself, and notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Choice(NamedTuple):
    """`column` counted from 0. `agree`: "1,990 of 2,000"."""

    field: str
    column: int
    reason: str
    agree: str


class Question(NamedTuple):
    """`about`: what --column, --zone or --date-order answers; `answers`: what may be said, with what it would mean."""

    about: str
    words: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said beforehand. `columns`: our field -> column counted from 0, or None for none of them."""

    columns: Mapping[str, int | None]
    time_zone: str | None = None
    date_order: str | None = None
    delimiter: str | None = None
