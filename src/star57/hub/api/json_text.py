"""Reads JSON as it is sent to us: what no database or reader can hold (NUL, half a surrogate pair, NaN) is refused at the door."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser


class StrictParser(Parser):
    """Ninja's parser of bodies, strictly."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's value. Raises ValueError."""
        return read_json(request.body)


def read_json(text: bytes) -> Any:
    """The value a JSON text stands for. Raises ValueError, saying what is wrong with it."""
    value = json.loads(text, parse_constant=_refuse)
    if b"\\u" in text:
        check_text(value)
    return value


def check_text(value: Any) -> None:
    """Raises ValueError for a text, however deep inside, that cannot be stored."""
    if isinstance(value, str) and not is_plain(value):
        raise ValueError("A text holds NUL or half a surrogate pair.")
    if isinstance(value, dict):
        for name, each in value.items():
            check_text(name)
            check_text(each)
    if isinstance(value, list):
        for each in value:
            check_text(each)


def is_plain(text: str) -> bool:
    """Whether every reader and both databases can hold it."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number.")
