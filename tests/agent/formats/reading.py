"""Short ways to read records in tests."""

from pathlib import Path

from star57.agent.cdr import Cdr
from star57.agent.formats import FormatOptions, Unreadable, read_records

DATA = Path(__file__).parents[1] / "data"


def read(format_name: str, path: Path, **options) -> list[Cdr | Unreadable]:
    return list(read_records(format_name, path, FormatOptions(**options)))


def calls(format_name: str, path: Path, **options) -> list[Cdr]:
    items = read(format_name, path, **options)
    assert not [item for item in items if isinstance(item, Unreadable)], items
    return [item for item in items if isinstance(item, Cdr)]


def written(folder: Path, text: str, name: str = "records") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
