"""Which files a source has now: those it names, those that their rotation made of them, and whatever lies in its folders."""

from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

_NOT_YET = (".tmp", ".part", ".filepart", ".swp", "~")  # names that a copy under way has


def listed(files: Sequence[str]) -> tuple[list[Path], frozenset[Path]]:
    """The paths, and those of them that a switch writes to now as they are named. Raises OSError for a folder that cannot be read."""
    found: dict[Path, None] = {}
    live = set[Path]()
    for one in files:
        path = Path(one)
        if has_magic(one):
            found.update(dict.fromkeys(Path(name) for name in glob(one, recursive=True)))
        elif path.is_dir():
            found.update(dict.fromkeys(_inside(path)))
        else:
            live.add(path)
            found.update(dict.fromkeys(_rotated(path)))
            found[path] = None
    return [path for path in found if not path.name.endswith(_NOT_YET)], frozenset(live)


def _inside(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith("."))


def _rotated(path: Path) -> Iterator[Path]:
    """Master.csv.1, Master.csv-20261122, Master.csv.2.gz, and Master-20261122.csv."""
    if not path.parent.is_dir():
        return
    for other in path.parent.iterdir():
        rest = other.name.removeprefix(path.name)
        is_behind = rest != other.name and rest[:1] in (".", "-")
        is_within = bool(path.suffix) and other.name.startswith(path.stem + "-") and path.suffix in other.suffixes
        if is_behind or is_within:
            yield other
