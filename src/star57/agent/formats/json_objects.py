"""JSON objects of a file one after the other, whether one a line, in a list, or spread over many lines."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from star57.agent.formats.lines import Line, text_lines
from star57.agent.formats.reading import BadFile, Meter, Unreadable, unreadable

_LONGEST_OBJECT = 16_000_000  # characters


class JsonObject(NamedTuple):
    line: int
    value: dict[str, object]


def json_objects(path: Path, meter: Meter) -> Iterator[JsonObject | Unreadable]:
    """Where each line is an object, a bad line costs only itself; a broken list or spread object ends the file."""
    lines = text_lines(path, meter)
    first = next(lines, None)
    if meter.part is not None:
        yield from map(_on_one_line, chain((first,) if first else (), lines))
        return
    if first is None:
        raise BadFile(f"{path}: holds no JSON")
    if not first.text.lstrip().startswith(("{", "[")):
        raise BadFile(f"{path}: holds no JSON: it begins {first.text[:20]!r}")
    whole = one_object(first.text)
    if whole is None:
        yield from _spread(path, first.number, first.text + "\n", (line.text + "\n" for line in lines))
        return
    yield JsonObject(first.number, whole)
    yield from map(_on_one_line, lines)


def _on_one_line(line: Line) -> JsonObject | Unreadable:
    value = None if line.fault else one_object(line.text)
    return JsonObject(line.number, value) if value is not None else unreadable(line.number, line.fault or "is no JSON object", line.text)


def one_object(text: str) -> dict[str, object] | None:
    """The text as one JSON object; None when it is anything else."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _spread(path: Path, line: int, text: str, more: Iterator[str]) -> Iterator[JsonObject]:
    """Objects from text that is read on as they need it. Scans for the brace that ends each, so that no text is parsed twice."""
    ends = _ObjectEnds()
    while True:
        start = text.lstrip(" \t\r\n,[]")
        end = ends.scan(start)
        while end < 0:
            addition = next(more, None)
            if addition is None or len(start) > _LONGEST_OBJECT:
                if start.strip(" \t\r\n,[]"):
                    raise BadFile(f"{path}: line {line}: the JSON object is cut off: let the switch finish it, or delete the file")
                return
            line += 1
            start = (start + addition) if start else addition.lstrip(" \t\r\n,[]")
            end = ends.scan(start)
        value = one_object(start[:end])
        if value is None:
            raise BadFile(f"{path}: near line {line}: is no JSON: check the format given for it")
        yield JsonObject(line, value)
        text, ends = start[end:], _ObjectEnds()


class _ObjectEnds:
    """Finds where the object that text begins with ends; scan() goes on where it stopped."""

    def __init__(self) -> None:
        self.at = self.depth = 0
        self.in_string = self.escaped = False

    def scan(self, text: str) -> int:
        """The position behind the object, or -1 when the text ends first."""
        while self.at < len(text):
            character = text[self.at]
            self.at += 1
            if self.in_string:
                self.in_string = self.escaped or character != '"'
                self.escaped = character == "\\" and not self.escaped
            elif character == '"':
                self.in_string = True
            elif character == "{":
                self.depth += 1
            elif character == "}":
                self.depth -= 1
            if self.depth <= 0 and not self.in_string:
                return self.at
        return -1
