"""star57 world: a made-up phone network on disk, and the agents' matching measured on it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from star57.cli.failures import REFUSED, Failed, Misused
from star57.cli.terminal import calm_table, console, print_json, say
from star57.world.made.folder import CALLS, TRUTH, WORLD, write_world
from star57.world.made.measuring import load, measure
from star57.world.made.network import Network, Order
from star57.world.made.tally import Row, tally
from star57.world.made.troubles import ALL, Trouble, usual_shares
from star57.world.tables import BadWorld

app = typer.Typer(
    help="Make a phone network with call records and known truth, and measure the agents' matching on it.",
    epilog="Example: star57 world generate net --carriers 700 --calls 7000, then star57 world measure net",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_NAMES = ", ".join(sorted(ALL))


@app.command(epilog="Example: star57 world generate net --carriers 12 --calls 40 --trouble clocks --trouble look-alike")
def generate(
    folder: Annotated[Path, typer.Argument(help="a new folder")],
    carriers: Annotated[int, typer.Option(min=4, max=5000, help="how many providers")] = 700,
    calls: Annotated[int, typer.Option(min=1, max=100_000, help="how many complaints")] = 7000,
    seed: Annotated[int, typer.Option(help="the same seed makes the same network")] = 57,
    trouble: Annotated[list[str] | None, typer.Option(help=f"only these troubles, or none; repeat it. Of {_NAMES}")] = None,
    uncertainty: Annotated[float, typer.Option(min=0, max=86_400, help="seconds either side that complaints state")] = 2.0,
) -> None:
    """Write a network that `star57 demo --world` can run.

    The folder gets world.toml, the carriers' records, calls.csv and truth.csv.
    """
    chosen = usual_shares() if trouble is None else dict.fromkeys(set(trouble) - {"none"}, 1.0)
    if unknown := sorted(chosen.keys() - ALL):
        raise Misused(f"--trouble {unknown[0]!r} is not known: use none, or some of {_NAMES}")
    order = Order(seed, carriers, calls, {Trouble(one): usual_shares().get(Trouble(one), share) for one, share in chosen.items()})
    try:
        write_world(Network(order), folder, uncertainty_s=uncertainty)
    except OSError as problem:
        raise Failed(str(problem)) from problem
    say(f"{folder}: {carriers} carriers in {WORLD}, {calls} complaints in {CALLS}, the truth in {TRUTH}")


@app.command("measure", epilog="Example: star57 world measure net")
def measure_world(
    folder: Annotated[Path, typer.Argument(help="what `star57 world generate` wrote")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Count right, unsure and wrong answers. Exit code 1 if one is wrong."""
    try:
        network = load(folder)
    except BadWorld as problem:
        raise Misused(str(problem)) from problem
    rows = tally(network, measure(network))
    if as_json:
        print_json([row.as_json() for row in rows])
    else:
        show_rows(rows)
    return REFUSED if rows[0].wrong else 0


def show_rows(rows: Sequence[Row]) -> None:
    table = calm_table("trouble", "traces", "answers", "right", "unsure", "of 100", "why unsure", "wrong")
    for row in rows:
        why = ", ".join(f"{reason} {count}" for reason, count in row.why)
        counts = (row.traces, row.answers, row.right, row.unsure)
        table.add_row(row.name, *(f"{each:,}" for each in counts), f"{row.unsure_percent:.1f}", why, f"{row.wrong:,}")
    console().print(table, markup=False)
