"""A file of telephone numbers, one a line, remarks after #."""

from pathlib import Path

from star57.numbers import number_key


class BadNumberList(ValueError):
    """The file cannot be read as such; the message names the line."""


def numbers_in(path: Path) -> dict[str, str]:
    """The numbers by their key, as first written. Raises BadNumberList."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadNumberList(f"{path} cannot be read: {problem}") from problem
    numbers: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        written = line.partition("#")[0].strip()
        key = number_key(written)
        if written and not key:
            raise BadNumberList(f"{path}: line {number}: {written[:40]!r} is no telephone number: write one a line, remarks after #")
        if key:
            numbers.setdefault(key, written)
    return numbers
