"""Synthetic call records for the store's benchmark, the same for the same seed: CSV files of equal size, one period after the other.

Two million subscribers of 200 area codes are called; 40 % of the calls come from 20,000 busy numbers (dialers), the rest from any of three
thousand million; starts are spread evenly, in milliseconds; 30 % are unanswered, the others last 90 s on average; 40 trunks, each with
one address, lead to 7. There is no Call-ID and no Identity header: each random text of so many bytes adds so many to a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

HEADER = b"started_at,called_in,calling_in,duration_s,trunk_in,trunk_out,source,release\n"
BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
_ROWS_AT_ONCE = 500_000
_AREAS = 200
_SUBSCRIBERS, _DIALERS = 2_000_000, 20_000
_LINES = 10_000_000  # of an area code
Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Asked:
    """A call to look up: it is in the records."""

    called: str
    calling: str
    at: datetime


def write(folder: Path, counts: Sequence[int], days: float, seed: int, asked: int) -> tuple[list[Path], list[Asked]]:
    """Files of so many records, and calls of theirs to ask for, by time; a tenth of those lies in the first tenth of the records."""
    rng = np.random.default_rng(seed)
    paths, sample, before, rows = [], list[Asked](), 0, sum(counts)
    for number, count in enumerate(counts):
        path = folder / f"calls-{number:02}.csv"
        with path.open("wb") as file:
            file.write(HEADER)
            for done in range(0, count, _ROWS_AT_ONCE):
                portion = min(_ROWS_AT_ONCE, count - done)
                lines, keys = _portion(rng, portion, before / rows * days, portion / rows * days)
                file.write(lines)
                before += portion
                sample += [keys[at] for at in rng.integers(0, portion, asked * before // rows - len(sample))]
        paths.append(path)
    return paths, sample


class _Keys(Sequence[Asked]):
    def __init__(self, called: Numbers, calling: Numbers, start_ms: Numbers) -> None:
        self._called, self._calling, self._start_ms = called, calling, start_ms

    def __len__(self) -> int:
        return len(self._called)

    def __getitem__(self, at: int) -> Asked:  # type: ignore[override]
        instant = BEGIN + timedelta(milliseconds=int(self._start_ms[at]))
        return Asked(f"+{self._called[at]}", f"+{self._calling[at]}", instant)


def _portion(rng: np.random.Generator, count: int, since_days: float, for_days: float) -> tuple[bytes, _Keys]:
    day_ms = 86_400_000
    start = np.sort(rng.integers(int(since_days * day_ms), int((since_days + for_days) * day_ms) + 1, count))
    subscriber = rng.integers(0, _SUBSCRIBERS, count)
    called = 1_200_0000000 + subscriber % _AREAS * _LINES + subscriber // _AREAS * 997 % _LINES
    any_number = rng.integers(0, 300 * _LINES, count)
    calling = 1_200_0000000 + np.where(rng.random(count) < 0.4, rng.integers(0, _DIALERS, count) * 104_729 % (300 * _LINES), any_number)
    duration = np.where(rng.random(count) < 0.3, 0, rng.exponential(90, count).astype(np.int64)).clip(0, 7_200)
    trunk = rng.integers(0, 40, count)
    release = np.where(duration > 0, 200, 487)
    parts = [
        *_instants(start),
        b"Z,+",
        (called, 11),
        b",+",
        (calling, 11),
        b",",
        (duration, 4),
        b",in-",
        (trunk, 2),
        b",out-",
        (trunk % 7, 1),
    ]
    parts += [b",192.0.2.", (trunk + 100, 3), b",", (release, 3), b"\n"]
    return _lines(parts, count), _Keys(called, calling, start)


def _instants(start_ms: Numbers) -> Iterator[bytes | tuple[Numbers, int]]:
    days = (np.datetime64(BEGIN.date()) + (start_ms // 86_400_000).astype("timedelta64[D]")).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year, month, day = months.astype(int) // 12 + 1970, months.astype(int) % 12 + 1, (days - months).astype(int) + 1
    ms = start_ms % 86_400_000
    yield from ((year, 4), b"-", (month, 2), b"-", (day, 2), b"T")
    yield from ((ms // 3_600_000, 2), b":", (ms // 60_000 % 60, 2), b":", (ms // 1000 % 60, 2), b".", (ms % 1000, 3))


def _lines(parts: list[bytes | tuple[Numbers, int]], count: int) -> bytes:
    width = sum(len(part) if isinstance(part, bytes) else part[1] for part in parts)
    lines: Bytes = np.empty((count, width), dtype=np.uint8)
    at = 0
    for part in parts:
        if isinstance(part, bytes):
            lines[:, at : at + len(part)] = np.frombuffer(part, dtype=np.uint8)
            at += len(part)
            continue
        value, digits = part
        for place in range(digits):
            lines[:, at + digits - 1 - place] = value // 10**place % 10 + ord("0")
        at += digits
    return lines.tobytes()
