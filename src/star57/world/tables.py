"""Reads one TOML table strictly: what is asked for is checked, what nobody asked for is refused by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn


class BadWorld(ValueError):
    """A world or calls file cannot be used; one line that says the file, the place and what to do."""


@dataclass(slots=True)
class Table:
    """One table of one file. `place` is how a person finds it: "provider TERM, trunk 2"."""

    file: Path
    place: str
    content: Mapping[str, Any]
    asked: set[str] = field(default_factory=set)

    def refuse(self, problem: str) -> NoReturn:
        """Raises BadWorld with file and place in front of the problem."""
        raise BadWorld(": ".join(part for part in (str(self.file), self.place, problem) if part))

    def value(self, key: str) -> Any:
        """Whatever stands under the key; None when it is left out."""
        self.asked.add(key)
        return self.content.get(key)

    def text(self, key: str, *, longest: int = 300) -> str | None:
        """A text that is not empty, or None when left out."""
        found = self.value(key)
        if found is None:
            return None
        if not isinstance(found, str) or not found.strip():
            self.refuse(f"{key}: write a text in quotes, not {found!r}")
        if len(found) > longest:
            self.refuse(f"{key}: {len(found)} characters are too many: at most {longest}")
        return found.strip()

    def needed_text(self, key: str) -> str:
        """A text that must be there."""
        return self.text(key) or self.refuse(f'{key} is missing: add {key} = "…"')

    def one_of(self, key: str, choices: tuple[str, ...], *, default: str) -> str:
        """One of a few words."""
        found = self.text(key) or default
        if found not in choices:
            self.refuse(f"{key}: {found!r} is none of {', '.join(choices)}")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts with at least one in it."""
        found = self.value(key)
        if not isinstance(found, list) or not found or not all(isinstance(each, str) and each for each in found):
            self.refuse(f'{key}: write a list of texts, such as {key} = ["…"]')
        return tuple(found)

    def table(self, key: str) -> "Table | None":
        """A table inside this one."""
        found = self.value(key)
        if found is None:
            return None
        if not isinstance(found, dict):
            self.refuse(f'{key}: write a table, such as {key} = {{ name = "…" }}')
        return Table(self.file, ", ".join(part for part in (self.place, key) if part), found)

    def tables(self, key: str) -> Iterator["Table"]:
        """Tables written as [[…]], counted from 1 in their places."""
        found = self.value(key)
        if found is None:
            return
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.refuse(f"{key}: write it as [[{key}]] tables")
        for number, each in enumerate(found, start=1):
            yield Table(self.file, ", ".join(part for part in (self.place, f"{key} {number}") if part), each)

    def end(self) -> None:
        """Refuses the first key that nobody asked for."""
        for key in self.content:
            if key not in self.asked:
                self.refuse(f"unknown key {key!r}: it may hold {', '.join(sorted(self.asked))}")
