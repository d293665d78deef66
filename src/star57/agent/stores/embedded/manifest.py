"""Which segments make up a store: one small file, replaced in one step; what it does not name does not exist."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from star57.agent.stores.files import StoreDamaged, write_durably

_VERSION = 3
_FARTHEST_ZONE_US = 15 * 3_600_000_000  # from UTC
_READ_OTHERWISE_US = 600_000_000  # a row may be read again with another of its times as the start
Shown = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """One immutable file. Times are µs since 1970; `widest_us` is the widest start interval in it. `shown_…`: the starts as clocks
    showed them, each in its zone: whatever zone a row is read in, it shows the same."""

    name: str
    day: str  # UTC day of its records' starts
    rows: int
    first_us: int
    last_us: int
    widest_us: int
    size_bytes: int
    shown_first_us: int
    shown_last_us: int

    def may_hold(self, since_us: int, until_us: int) -> bool:
        return self.first_us < until_us and self.last_us + self.widest_us >= since_us

    def may_share(self, shown: Shown) -> bool:
        """Whether a record whose clock showed such a start may be in it."""
        return self.shown_first_us <= shown[1] + _READ_OTHERWISE_US and self.shown_last_us >= shown[0] - _READ_OTHERWISE_US


def shown_at_most(first_us: int, last_us: int) -> Shown:
    """By clocks of unknown zones."""
    return first_us - _FARTHEST_ZONE_US, last_us + _FARTHEST_ZONE_US


def read_manifest(path: Path) -> tuple[Segment, ...]:
    try:
        content = json.loads(path.read_bytes())
        if content["version"] != _VERSION:
            raise StoreDamaged(f"{path}: was written by another version of Star57: import the records into a new folder")
        return tuple(Segment(**segment) for segment in content["segments"])
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, KeyError) as problem:
        raise StoreDamaged(f"{path}: is damaged: restore it from a backup, or import the records into a new folder") from problem


def write_manifest(path: Path, segments: Sequence[Segment]) -> None:
    ordered = sorted(segments, key=lambda segment: (segment.day, segment.name))
    write_durably(path, json.dumps({"version": _VERSION, "segments": [asdict(segment) for segment in ordered]}, indent=0).encode())
