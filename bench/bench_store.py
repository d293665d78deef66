"""The embedded store of call records beside other engines: same records, same questions, same run, every answer compared.

ROWS=1000000 make bench-store runs a small one; ENGINES=star57,sqlite chooses; BENCH_FOLDER says on which disk. Needs about 400 bytes of
disk a row for all engines.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import store_polars, store_records, store_rivals
from bench.databases import databases
from bench.measuring import say
from bench.store_engines import Engine, Grep, Ours
from bench.store_loading import Step, loading
from bench.store_more import live, one_by_one, seconds, sweep
from bench.store_records import Asked
from star57 import clock

ROWS = int(os.environ.get("ROWS", "100000000"))
ENGINES = os.environ.get("ENGINES", "star57,duckdb,polars,postgresql,sqlite,grep").split(",")
DAYS, SEED = 30.0, 57
GROWTH = (1, 2, 5, 10, 20, 50, 100)  # millions of records after which a line of the curve is printed
LARGEST_FILE = 10_000_000
COLD, WARM, OF_GREP, AS_IT_GROWS = 200, 2_000, 3, 500


def counts() -> list[int]:
    """Records of each file: one ends at each line of the curve."""
    found, before = list[int](), 0
    for mark in (*(million * 1_000_000 for million in GROWTH if million * 1_000_000 < ROWS), ROWS):
        files = -(-(mark - before) // LARGEST_FILE)
        found += [(mark - before) // files] * (files - 1)
        found.append(mark - sum(found))
        before = mark
    return found


def drop_cache(folder: Path) -> None:
    """What the files hold leaves the page cache; needs no rights of an administrator."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


class Questions:
    """Calls to look up. All engines must count the same; what the first says is remembered."""

    def __init__(self, sample: Sequence[Asked]) -> None:
        self._sample, self._answers = sample, dict[Asked, int]()

    def __len__(self) -> int:
        return len(self._sample)

    def some(self, count: int, of_rows: int) -> list[Asked]:
        """Evenly from the first records."""
        there = self._sample[: len(self._sample) * of_rows // ROWS]
        return [there[at * len(there) // count] for at in range(count)]

    def timed(self, engine: Engine, sample: Sequence[Asked], *, is_cold: bool) -> str:
        """p50 / p99 in ms."""
        if is_cold and engine.folder is None:
            return "–"
        took = []
        for asked in sample:
            if is_cold and engine.folder:
                drop_cache(engine.folder)
            began = clock.monotonic()
            found = engine.count(asked)
            took.append((clock.monotonic() - began) * 1000)
            if found < 1 or found != self._answers.setdefault(asked, found):
                raise SystemExit(f"{engine.name} finds {found} of {asked}, not {self._answers[asked]}")
        ordered = sorted(took)
        return f"{statistics.median(ordered):.3f} / {ordered[int(0.99 * (len(ordered) - 1))]:.3f}"


def look_ups(engine: Engine, questions: Questions, cold: int, warm: int, rows: int) -> str:
    os.sync()  # so that no writing stands before a cold read
    asked = questions.some(warm, rows)
    questions.timed(engine, asked[:20], is_cold=False)
    cold_figures = questions.timed(engine, questions.some(cold, rows), is_cold=True)
    questions.timed(engine, asked, is_cold=False)  # so that what follows is warm
    return f"{cold_figures:>18} {questions.timed(engine, asked, is_cold=False):>18}"


def grown(ours: Ours, folder: Path, files: Sequence[Path], questions: Questions) -> None:
    """Loads the store; a line for each size of GROWTH, then its line of the table."""
    say("star57 as it grows:")
    before, last = Step(0, 0, 0, 0, 0), Step(0, 0, 0, 0, 0)
    for step in loading(folder, files):
        last = step
        if step.rows in {million * 1_000_000 for million in GROWTH} | {ROWS} and step.rows > before.rows:
            more = step.rows - before.rows
            figures = f"{step.rows / 1e6:,.0f} M: {more / (step.seconds - before.seconds):,.0f} rows/s, {step.memory_mb:,.0f} MB"
            say(f"  {figures:<38} {'':>1} {look_ups(ours, questions, COLD // 4, AS_IT_GROWS, step.rows)}")
            before = step
    rate = f"{ROWS / last.seconds:,.0f}"
    say(f"{ours.name:<18} {rate:>10} {ours.size_bytes() / ROWS:>8.1f} {look_ups(ours, questions, COLD, WARM, ROWS)}")
    say(f"  {last.cpu_s / ROWS * 1e6:.2f} CPU-µs a record; at most {last.memory_mb:,.0f} MB in the process that stores,")
    say(f"  {last.workers_mb:,.0f} MB in each that reads CSV for it; load average {os.getloadavg()[0]:.1f}")


def measured(engine: Engine, files: Sequence[Path], questions: Questions) -> None:
    """Its line of the table."""
    took = seconds(lambda: engine.load(files))
    is_grep = isinstance(engine, Grep)
    rate = "–" if is_grep else f"{ROWS / took:,.0f}"
    figures = look_ups(engine, questions, *((OF_GREP, OF_GREP) if is_grep else (COLD, WARM)), ROWS)
    say(f"{engine.name:<18} {rate:>10} {engine.size_bytes() / ROWS:>8.1f} {figures}")


def rivals(folder: Path, files: Sequence[Path], stack: ExitStack) -> Iterator[Engine]:
    """Each made when its turn comes; the slowest to load last."""
    if "duckdb" in ENGINES:
        yield store_rivals.DuckParquet(folder / "duckdb")
    if "polars" in ENGINES:
        yield store_polars.PolarsParquet(folder / "polars")
    if "postgresql" in ENGINES:
        for database in stack.enter_context(databases(["postgresql"])):
            yield store_rivals.Postgresql(str(database.url).rpartition("/")[0] + "/postgres")
    if "grep" in ENGINES:
        yield Grep(folder / "csv", files)
    if "sqlite" in ENGINES:
        yield store_rivals.Sqlite(folder / "sqlite")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="star57-bench-", dir=os.environ.get("BENCH_FOLDER")) as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "csv").mkdir()
        files, sample = store_records.write(folder / "csv", counts(), DAYS * ROWS / 100_000_000, SEED, 10 * WARM)
        questions = Questions(sample)
        size = sum(file.stat().st_size for file in files) / ROWS
        say(f"{ROWS:,} records, {size:.0f} bytes each as CSV; load average {os.getloadavg()[0]:.1f}")
        say(f"{'':<18} {'rows/s in':>10} {'bytes':>8} {'cold p50 / p99 ms':>18} {'warm p50 / p99 ms':>18}")
        if "star57" in ENGINES:
            ours = Ours(folder / "star57")
            grown(ours, folder / "star57", files, questions)
            for line in (sweep(ours, sample), live(folder, files[0]), one_by_one(folder, files[0])):
                say(line)
        for engine in rivals(folder, files, stack):
            measured(engine, files, questions)


if __name__ == "__main__":
    main()
