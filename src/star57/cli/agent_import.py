"""star57 agent import: switch records into the agent's store."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Annotated

import typer

from star57 import clock
from star57.agent.configuration import AgentConfiguration, Columns
from star57.agent.formats import FORMATS, FormatOptions
from star57.agent.importing import ImportReport, Progress, import_files
from star57.agent.stores.contract import CdrStore, Span
from star57.cli.agent_options import Config, Json, configured, instant, store_of, told_plainly
from star57.cli.failures import REFUSED, Misused
from star57.cli.terminal import print_json, progress_bar, say

EXAMPLE = "Example: star57 agent import -c agent.toml --format asterisk-csv --zone America/Chicago /var/log/asterisk/cdr-csv/Master.csv"


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Files of one format."""

    format: str
    paths: tuple[Path, ...]
    options: FormatOptions


def import_records(
    config: Config,
    files: Annotated[list[Path] | None, typer.Argument(help="files or globs; left out: those of the [[records]] tables")] = None,
    format_name: Annotated[str | None, typer.Option("--format", "-f", help=f"one of {', '.join(FORMATS)}")] = None,
    zone: Annotated[str | None, typer.Option(help="time zone of times without an offset; left out: time_zone of the file")] = None,
    columns: Annotated[str | None, typer.Option(help='names in order, "start,src,dst", or a table, \'{"called_in": "dst"}\'')] = None,
    table: Annotated[str | None, typer.Option(help="the table, in a database with several")] = None,
    complete_from: Annotated[str | None, typer.Option(help="declare: from this time on the store holds every call")] = None,
    complete_until: Annotated[str | None, typer.Option(help="... up to this time")] = None,
    as_json: Json = False,
) -> int:
    """Read switch records into the store. Importing a file again adds only what is new; it may be interrupted at any time."""
    configuration = configured(config)
    span = _declared(complete_from, complete_until, configuration.time_zone)
    store = store_of(configuration)
    jobs = _given(configuration, files or [], format_name, zone, columns, table) if files else _configured(configuration, format_name)
    if not jobs and span is None:
        raise Misused("name the files to import, or describe them in [[records]] tables of the configuration")
    began = clock.monotonic()
    with told_plainly():
        reports = [_imported(store, job) for job in jobs]
        if span is not None:
            store.declare_complete(span)
    _show(reports, span, clock.monotonic() - began, as_json=as_json)
    return REFUSED if any(report.bad_files or report.cut_files for report in reports) else 0


def _declared(since: str | None, until: str | None, zone: str) -> Span | None:
    if since is None and until is None:
        return None
    if since is None or until is None:
        raise Misused("give both --complete-from and --complete-until: completeness is declared for a span of time")
    span = Span(instant(since, "--complete-from", zone), instant(until, "--complete-until", zone))
    if span.until <= span.since:
        raise Misused("--complete-until must be later than --complete-from")
    return span


def _given(
    configuration: AgentConfiguration, files: Sequence[Path], name: str | None, zone: str | None, columns: str | None, table: str | None
) -> list[ImportJob]:
    if name is None:
        raise Misused(f"say what wrote these files with --format: one of {', '.join(FORMATS)}")
    with told_plainly():
        options = FormatOptions(time_zone=zone or configuration.time_zone, columns=given_columns(columns), table=table)
    return [ImportJob(name, tuple(path for file in files for path in _matching(str(file))), options)]


def _configured(configuration: AgentConfiguration, name: str | None) -> list[ImportJob]:
    if name is not None:
        raise Misused("--format goes with files: name them, or leave it out to import what [[records]] describes")
    return jobs_in(configuration)


def jobs_in(configuration: AgentConfiguration) -> list[ImportJob]:
    """What the agent's [[records]] tables describe."""
    with told_plainly():
        return [
            ImportJob(
                row.format,
                tuple(path for file in row.files for path in _matching(file)),
                row.options(configuration.time_zone),
            )
            for row in configuration.records
        ]


def _matching(pattern: str) -> list[Path]:
    if Path(pattern).exists():
        return [Path(pattern)]
    found = [Path(one) for one in sorted(glob(pattern, recursive=True)) if Path(one).is_file()]
    if not found:
        raise Misused(f"{pattern}: there is no such file")
    return found


def given_columns(text: str | None) -> Columns:
    """What --columns says."""
    if text is None or not text.lstrip().startswith("{"):
        return None if text is None else tuple(part.strip() for part in text.split(","))
    try:
        table = json.loads(text)
    except ValueError as problem:
        raise Misused(f"--columns is not a JSON table: {problem}") from problem
    if not all(isinstance(value, str) for value in table.values()):
        raise Misused('--columns: a table maps our field names to yours, like {"called_in": "dst"}')
    return dict(table)


def _imported(store: CdrStore, job: ImportJob) -> ImportReport:
    with _progress() as on_progress:
        return import_files(store, job.format, job.paths, job.options, on_progress=on_progress)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    began = clock.monotonic()
    with progress_bar() as bar:
        task = bar.add_task("reading", total=None, rate="")

        def on_progress(now: Progress) -> None:
            rate = now.rows / max(clock.monotonic() - began, 0.001)
            bar.update(task, completed=now.bytes_read, total=now.bytes_total, description=now.path.name, rate=f"{rate:,.0f} records/s")

        yield on_progress


def _show(reports: Sequence[ImportReport], span: Span | None, took_s: float, *, as_json: bool) -> None:
    total = {key: sum(getattr(report, key) for report in reports) for key in ("read", "new", "known", "too_old", "unreadable")}
    kept_in = next((str(report.kept_in) for report in reports if report.kept_in), None)
    notes = [note for report in reports for note in report.notes]
    bad_files = [line for report in reports for line in report.bad_files]
    cut_files = [line for report in reports for line in report.cut_files]
    complete = {"since": span.since, "until": span.until} if span else None
    if as_json:
        left = {"kept_in": kept_in, "bad_files": bad_files, "cut_files": cut_files}
        print_json({**total, **left, "notes": notes, "complete": complete, "seconds": round(took_s, 3)})
        return
    read, new, known, too_old, unreadable = total.values()
    old = f"{too_old:,} of days that keep_days has dropped, " if too_old else ""
    say(f"{read:,} records read in {took_s:.1f} s: {new:,} new, {known:,} known already, {old}{unreadable:,} unreadable")
    if kept_in:
        say(f"unreadable lines are kept in {kept_in}, each with its reason")
    firsts = (f"left out: {report.first_unreadable}" for report in reports if report.unreadable)
    for line in (*notes, *firsts, *(f"left out: {bad}" for bad in bad_files), *cut_files):
        say(line)
    if span:
        say(f"declared complete from {span.since.isoformat()} until {span.until.isoformat()}")
