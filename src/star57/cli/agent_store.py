"""star57 agent sweep, export, verify-store: many records at once, and whether they are as they were written."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from star57.agent.cdr import Cdr
from star57.agent.number_list import BadNumberList, numbers_in
from star57.agent.stores.contract import Span
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.cli.agent_options import Config, Json, configured, instant, store_of, told_plainly
from star57.cli.failures import REFUSED, Failed, Misused
from star57.cli.terminal import calm_table, console, print_json, say, shown
from star57.numbers import number_key

SWEEP_EXAMPLE = "Example: star57 agent sweep -c agent.toml --since 2026-11-01 --until 2026-11-08 --numbers campaign.txt --json"
EXPORT_EXAMPLE = "Example: star57 agent export -c agent.toml november.parquet --since 2026-11-01 --until 2026-12-01"
VERIFY_EXAMPLE = "Example: star57 agent verify-store -c agent.toml"

Since = Annotated[str, typer.Option(help="from this time on: RFC 3339, or the office's own time")]
Until = Annotated[str, typer.Option(help="up to this time")]


def sweep_calls(
    config: Config,
    since: Since,
    until: Until,
    calling: Annotated[list[str] | None, typer.Argument(help="calling numbers")] = None,
    numbers: Annotated[Path | None, typer.Option(help="a file with a calling number on each line, remarks after #")] = None,
    as_json: Json = False,
) -> int:
    """All calls of some calling numbers in a period. A number is found however it was written; those that end alike are shown too."""
    configuration = configured(config)
    wanted = _wanted(calling or [], numbers)
    with told_plainly():
        found = store_of(configuration).by_calling(wanted, _span(since, until, configuration.time_zone))
    if as_json:
        print_json([_as_json(one) for one in found])
    else:
        table = calm_table("began", "calling", "called", "s", "from", "record")
        for one in found:
            began = shown(one.started_at.replace(microsecond=0), configuration.time_zone)
            called, origin = one.called_in or one.called_out, one.trunk_in or one.source
            table.add_row(began, one.calling_in or one.calling_out, called, f"{one.duration_s:g}", origin, one.origin)
        console().print(table, markup=False)
        say(f"{len(found):,} calls of {len(wanted):,} numbers")
    return 0 if found else REFUSED


def export_records(
    config: Config,
    file: Annotated[Path, typer.Argument(help="the Parquet file to write")],
    since: Since = "1990-01-01T00:00:00Z",
    until: Until = "2200-01-01T00:00:00Z",
) -> int:
    """Write the store's records into a Parquet file. DuckDB, Spark and others read it."""
    configuration = configured(config)
    if file.is_dir():
        raise Misused(f"{file} is a folder: name the Parquet file to write in it")
    store = _embedded(store_of(configuration))
    try:
        from star57.agent.exporting import export
    except ModuleNotFoundError as problem:
        raise Failed(f"an export needs {problem.name}, which is not here: pip install 'star57[agent,lake]'") from problem
    with told_plainly():
        try:
            count = export(store, _span(since, until, configuration.time_zone), file)
        except OSError as problem:
            raise Failed(f"{file}: cannot be written: {problem.strerror or problem}") from problem
    say(f"{count:,} records written to {file}")
    return 0


def verify_store(config: Config, as_json: Json = False) -> int:
    """Compare the embedded store with its checksums. Reads every byte; ends with 1 when something is damaged, and names it."""
    store = _embedded(store_of(configured(config)))
    with told_plainly():
        health, damage = store.health(), list(store.damage())
    if as_json:
        print_json({"records": health.records, "size_bytes": health.size_bytes, "damage": damage})
    else:
        for line in damage:
            say(line)
        say(f"{health.records:,} records in {health.size_bytes:,} bytes: {f'{len(damage)} parts damaged' if damage else 'all as written'}")
    return REFUSED if damage else 0


def _embedded(store: object) -> EmbeddedStore:
    if not isinstance(store, EmbeddedStore):
        raise Failed("this is for the embedded store: the records of this one are kept by another system, whose own tools do it")
    return store


def _wanted(given: list[str], file: Path | None) -> set[str]:
    """The numbers' keys."""
    if unusable := [number for number in given if not number_key(number)]:
        raise Misused(f"{unusable[0]!r} is no telephone number of seven digits or more")
    try:
        wanted = {*map(number_key, given), *(numbers_in(file) if file else ())}
    except BadNumberList as problem:
        raise Misused(f"--numbers {problem}") from problem
    if not wanted:
        raise Misused("name the calling numbers, or a file of them with --numbers")
    return wanted


def _span(since: str, until: str, zone: str) -> Span:
    span = Span(instant(since, "--since", zone), instant(until, "--until", zone))
    if span.until <= span.since:
        raise Misused("--until must be later than --since")
    return span


def _as_json(record: Cdr) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(record).items()}
