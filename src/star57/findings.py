"""What a check found: right, to be looked at, or wrong, and then what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """wrong: the program does not work or is not safe. look: it works, and somebody should know."""

    RIGHT = "right"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for an operator. to_do is empty where all is right."""

    grade: Grade
    subject: str
    words: str
    to_do: str


def right(subject: str, words: str) -> Finding:
    return Finding(Grade.RIGHT, subject, words, "")


def look(subject: str, words: str, to_do: str) -> Finding:
    return Finding(Grade.LOOK, subject, words, to_do)


def wrong(subject: str, words: str, to_do: str) -> Finding:
    return Finding(Grade.WRONG, subject, words, to_do)
