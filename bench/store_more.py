"""What the store's benchmark measures of ours alone: a sweep, small adds as a live import makes them, reading record by record."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import store_records
from bench.store_engines import Ours
from bench.store_records import Asked
from star57 import clock
from star57.agent import importing
from star57.agent.cdr import Cdr
from star57.agent.formats import FormatOptions, read_records
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.numbers import number_key

SWEPT = 10_000
ONE_BY_ONE, LIVE_ADDS, LIVE_ROWS = 20_000, 100, 1_000


def seconds(act: Callable[[], object]) -> float:
    began = clock.monotonic()
    act()
    return clock.monotonic() - began


def sweep(ours: Ours, sample: Sequence[Asked]) -> str:
    """About SWEPT calls of some calling numbers in a week, the files in the page cache."""
    span = Span(store_records.BEGIN, store_records.BEGIN + timedelta(days=7))
    found, keys = 0, set[str]()
    for asked in sample:
        keys.add(number_key(asked.calling))
        if len(keys) % 50 == 0:
            found = len(ours.store.by_calling(keys, span))
            if found >= SWEPT:
                break
    took = seconds(lambda: ours.store.by_calling(keys, span))
    return f"  sweep of {len(keys):,} calling numbers over 7 days: {found:,} calls in {took:.2f} s"


def live(folder: Path, file: Path) -> str:
    """LIVE_ADDS small adds."""
    store, took, batch = EmbeddedStore(folder / "live"), [], list[Cdr]()
    for one in read_records("csv", file, FormatOptions()):
        if isinstance(one, Cdr):
            batch.append(one)
        if len(batch) == LIVE_ROWS:
            took.append(seconds(partial(store.add, batch)) * 1000)
            batch = []
        if len(took) == LIVE_ADDS:
            break
    each = f"{statistics.median(took):.0f} ms each, at most {max(took):.0f} ms (with merging)"
    return f"  live: {len(took)} adds of {LIVE_ROWS:,} records: {each}"


def one_by_one(folder: Path, file: Path) -> str:
    """The way of every other format: record by record, in one process."""
    with file.open("rb") as content, (folder / "first.csv").open("wb") as first:
        first.writelines(line for line, _ in zip(content, range(ONE_BY_ONE + 1), strict=False))
    store = EmbeddedStore(folder / "one-by-one")
    importing.BULK_FROM_BYTES = 1 << 40
    read = partial(importing.import_files, store, "csv", [folder / "first.csv"], FormatOptions(), on_progress=lambda _now: None)
    return f"  record by record, as all other formats are read: {ONE_BY_ONE / seconds(read):,.0f} rows/s"
