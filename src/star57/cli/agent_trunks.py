"""star57 agent trunks: which ways into the switch no trunk rule names; a trunk table from a CSV file, checked or taken over."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from star57.agent.cdr import Cdr
from star57.agent.configuration import AgentConfiguration
from star57.agent.formats import read_records
from star57.agent.lately import newest
from star57.agent.numbers_read import NumbersCount, NumbersRead
from star57.agent.stores.embedded.store import EmbeddedStore
from star57.agent.trunk_csv import append_rows, joined, read_trunk_csv
from star57.agent.trunk_tables import TrunkRow
from star57.agent.trunks import TrunkTable
from star57.agent.unmapped import Mapping, mapping_of
from star57.cli.agent_import import jobs_in
from star57.cli.agent_options import Config, Json, configured, store_of, told_plainly
from star57.cli.failures import REFUSED, Misused
from star57.cli.terminal import calm_table, console, print_json, say, shown

EXAMPLE = "Example: star57 agent trunks -c agent.toml, and star57 agent trunks import trunks.csv -c agent.toml"
_CHECK_EXAMPLE = "Example: star57 agent trunks check trunks.csv -c agent.toml"
_IMPORT_EXAMPLE = """
Example: star57 agent trunks import trunks.csv -c agent.toml

The first line names the columns: source, next_hop, trunk, account, channel (what must hold), then provider and name, or customer with
address, contact, kind, reseller, or foreign with country. called and calling may say how numbers are written on the trunk, in steps with
a semicolon between: strip 9911#; replace 00 with +; add +1 to 10 digits.
"""
_File = Annotated[Path, typer.Argument(help="the trunk table, CSV")]

app = typer.Typer(
    help="Tell which ways in no [[trunk]] names. Read from the files of [[records]], or without any from the newest records of the store.",
    epilog=EXAMPLE,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def show_unmapped(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option("--config", "-c", help="the agent's TOML file", envvar="STAR57_AGENT_CONFIG")] = None,
    as_json: Json = False,
) -> int:
    if context.invoked_subcommand is not None:
        return 0
    if config is None:
        raise Misused("name the agent's TOML file with --config")
    configuration = configured(config)
    return _report(configuration, configuration.trunks, as_json=as_json)


@app.command("check", epilog=_CHECK_EXAMPLE)
def check_table(file: _File, config: Config, as_json: Json = False) -> int:
    """Tell what a trunk table would leave unmapped. Nothing is changed."""
    configuration, _, table = _read(file, config)
    return _report(configuration, table, as_json=as_json)


@app.command("import", epilog=_IMPORT_EXAMPLE)
def import_table(file: _File, config: Config) -> None:
    """Add a trunk table to the agent's file: all or nothing."""
    _, new, table = _read(file, config)
    if new:
        with told_plainly():
            append_rows(new, config)
    say(f"{len(new)} new trunk rules in {config}; {len(table.rules)} in all. A running agent takes them up with its next search.")


def _read(file: Path, config: Path) -> tuple[AgentConfiguration, tuple[TrunkRow, ...], TrunkTable]:
    configuration = configured(config)
    with told_plainly():
        return configuration, *joined(read_trunk_csv(file), configuration, file)


def _report(configuration: AgentConfiguration, table: TrunkTable, *, as_json: bool) -> int:
    numbers = NumbersCount(table)
    with told_plainly():
        found = mapping_of(numbers.passing(_records(configuration)), table)
    if as_json:
        print_json(_as_json(found) | {"numbers": [asdict(one) for one in numbers.counts()]})
    else:
        _show(found, configuration.time_zone)
        _show_numbers(numbers.counts())
    return REFUSED if found.unmapped else 0


def _records(configuration: AgentConfiguration) -> Iterator[Cdr]:
    """Those of the files of [[records]], or without any the newest of the embedded store."""
    if configuration.records:
        return _in_files(configuration)
    store = store_of(configuration)
    if not isinstance(store, EmbeddedStore):
        raise Misused("the records of this store are kept by another system: describe files of some of them in [[records]]")
    return newest(store)


def _in_files(configuration: AgentConfiguration) -> Iterator[Cdr]:
    """Lines that cannot be read are `star57 agent import`'s to tell of."""
    for job in jobs_in(configuration):
        for path in job.paths:
            for record in read_records(job.format, path, job.options):
                if isinstance(record, Cdr):
                    yield record


def _show(found: Mapping, zone: str) -> None:
    if not found.unmapped:
        say(f"Each of {found.records:,} records came in by a way that one trunk rule names.")
        return
    say(f"{found.unmapped_records:,} of {found.records:,} records came in by a way that no trunk rule, or more than one, names:")
    lines = calm_table("came in", "records", "since", "last", "rules say")
    for one in found.unmapped:
        lines.add_row(one.way, f"{one.records:,}", shown(one.since, zone), shown(one.until, zone), " or ".join(one.between) or "nothing")
    console().print(lines, markup=False)


def _show_numbers(counts: Sequence[NumbersRead]) -> None:
    if not counts:
        return
    say("What [[trunk]] rules say of numbers, and how many they make E.164:")
    lines = calm_table("trunk", "numbers", "rule", "read", "not read", "such as")
    for one in counts:
        lines.add_row(one.trunk, one.which, one.rule, f"{one.read:,}", f"{one.unread:,}", one.example)
    console().print(lines, markup=False)


def _as_json(found: Mapping) -> dict[str, object]:
    rows = [
        {"way": one.way, "ends": one.between, "records": one.records, "since": one.since.isoformat(), "until": one.until.isoformat()}
        for one in found.unmapped
    ]
    return {"records": found.records, "unmapped_records": found.unmapped_records, "unmapped": rows}
