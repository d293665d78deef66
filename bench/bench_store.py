"""The embedded store of call records beside other engines: same records, same questions, same run, every answer compared.

ROWS=1000000 make bench-store runs a small one; ENGINES=star57,sqlite chooses. Needs about 400 bytes of disk a row for all engines.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import store_records, store_rivals
from bench.databases import databases
from bench.measuring import say
from bench.store_records import Asked
from bench.store_rivals import Engine
from star57 import clock
from star57.agent import importing
from star57.agent.cdr import Cdr
from star57.agent.formats import FormatOptions, read_records
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.numbers import number_key

ROWS = int(os.environ.get("ROWS", "100000000"))
DAYS, SEED = 30.0, 57
FILES = max(2, min(5, ROWS // 2_000_000))
COLD, WARM, OF_GREP = 200, 2_000, 3
ONE_BY_ONE, LIVE_ADDS = 20_000, 100
SWEPT = 10_000


def milliseconds(act: Callable[[], object]) -> float:
    began = clock.monotonic()
    act()
    return (clock.monotonic() - began) * 1000


def drop_cache(folder: Path) -> None:
    """What the files hold leaves the page cache; needs no rights of an administrator."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def asked_of(engine: Engine, sample: Sequence[Asked], *, is_cold: bool) -> str:
    """p50 and p99 in ms; every answer must find the call."""
    if is_cold and engine.folder is None:
        return "–"
    took = []
    for asked in sample:
        if is_cold and engine.folder:
            drop_cache(engine.folder)
        found: list[int] = []
        took.append(milliseconds(lambda asked=asked, found=found: found.append(engine.count(asked))))  # type: ignore[misc]
        if found[0] < 1:
            raise SystemExit(f"{engine.name} does not find {asked}")
    ordered = sorted(took)
    return f"{statistics.median(ordered):.3f} / {ordered[int(0.99 * (len(ordered) - 1))]:.3f}"


def measured(engine: Engine, files: Sequence[Path], sample: Sequence[Asked], rows: int) -> None:
    """One line of the table."""
    rates, before = [], os.times()
    for file in files if isinstance(engine, store_rivals.Ours) else [None]:
        some = [file] if file else list(files)
        took = milliseconds(lambda some=some: engine.load(some)) / 1000  # type: ignore[misc]
        rates.append((len(some) * rows / len(files) / took, took))
    after = os.times()
    cpu_us = (sum(after[:4]) - sum(before[:4])) / rows * 1e6
    rate = rows / sum(took for _, took in rates)
    os.sync()
    is_grep = engine.name == "grep"
    cold, warm = (sample[:OF_GREP], sample[:OF_GREP]) if is_grep else (sample[:COLD], sample[:WARM])
    asked_of(engine, cold[:20], is_cold=False)
    figures = f"{asked_of(engine, cold, is_cold=True):>18} {asked_of(engine, warm, is_cold=False):>18}"
    loaded = "–" if is_grep else f"{rate:,.0f}"
    say(f"{engine.name:<18} {loaded:>10} {engine.size_bytes() / rows:>8.1f} {figures}")
    if len(rates) > 1:
        say(f"{'':<18} as it grows: {', '.join(f'{one:,.0f}' for one, _ in rates)} rows/s; {cpu_us:.2f} CPU-µs a row")


def one_by_one(folder: Path, file: Path) -> None:
    """The way of every other format: record by record, in one process."""
    with file.open("rb") as content, (folder / "first.csv").open("wb") as first:
        first.writelines(line for line, _ in zip(content, range(ONE_BY_ONE + 1), strict=False))
    store = EmbeddedStore(folder / "one-by-one")
    importing.BULK_FROM_BYTES = 1 << 40
    took = milliseconds(
        lambda: importing.import_files(store, "csv", [folder / "first.csv"], FormatOptions(), on_progress=lambda _now: None)
    )
    say(f"record by record, as all other formats are read: {ONE_BY_ONE / took * 1000:,.0f} rows/s")


def sweep(ours: store_rivals.Ours, sample: Sequence[Asked]) -> None:
    """About SWEPT calls of some calling numbers in a week."""
    span = Span(store_records.BEGIN, store_records.BEGIN + timedelta(days=7))
    found, keys = 0, set[str]()
    for asked in sample:
        keys.add(number_key(asked.calling))
        if len(keys) % 50 == 0:
            found = len(ours.store.by_calling(keys, span))
            if found >= SWEPT:
                break
    took = milliseconds(lambda: ours.store.by_calling(keys, span))
    say(f"sweep of {len(keys):,} calling numbers over 7 days: {found:,} calls in {took / 1000:.2f} s")


def live(folder: Path, file: Path) -> None:
    """Many small adds: LIVE_ADDS of 1,000 records each."""
    store, took, batch = EmbeddedStore(folder / "live"), [], list[Cdr]()
    for one in read_records("csv", file, FormatOptions()):
        if isinstance(one, Cdr):
            batch.append(one)
        if len(batch) == 1_000:
            took.append(milliseconds(partial(store.add, batch)))
            batch = []
        if len(took) == LIVE_ADDS:
            break
    if took:
        say(f"live: {len(took)} adds of 1,000 records: {statistics.median(took):.0f} ms each, at most {max(took):.0f} ms (with merging)")


@contextmanager
def engines(folder: Path, files: Sequence[Path]) -> Iterator[Iterator[Engine]]:
    """Each made when its turn comes."""
    wanted = os.environ.get("ENGINES", "star57,duckdb,postgresql,sqlite,grep").split(",")
    with ExitStack() as stack:

        def each() -> Iterator[Engine]:
            if "duckdb" in wanted:
                yield store_rivals.DuckParquet(folder / "duckdb")
            if "sqlite" in wanted:
                yield store_rivals.Sqlite(folder / "sqlite")
            if "postgresql" in wanted:
                for database in stack.enter_context(databases(["postgresql"])):
                    yield store_rivals.Postgresql(str(database.url).rpartition("/")[0] + "/postgres")
            if "grep" in wanted:
                yield store_rivals.Grep(folder / "csv", files)

        yield each()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="star57-bench-", dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        (folder / "csv").mkdir()
        files, sample = store_records.write(folder / "csv", ROWS, DAYS * ROWS / 100_000_000, FILES, SEED, WARM)
        size = sum(file.stat().st_size for file in files) / ROWS
        say(f"{ROWS:,} records, {size:.0f} bytes each as CSV; load average {os.getloadavg()[0]:.1f}")
        say(f"{'':<18} {'rows/s in':>10} {'bytes':>8} {'cold p50 / p99 ms':>18} {'warm p50 / p99 ms':>18}")
        ours = store_rivals.Ours(folder / "star57")
        measured(ours, files, sample, ROWS)
        sweep(ours, sample)
        say(f"memory of this process at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        live(folder, files[0])
        one_by_one(folder, files[0])
        with engines(folder, files) as others:
            for engine in others:
                measured(engine, files, sample, ROWS)


if __name__ == "__main__":
    main()
