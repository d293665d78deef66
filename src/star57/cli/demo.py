"""star57 demo: a phone world in motion, hub, agents and calls, on this machine and without a network."""

from pathlib import Path
from typing import Annotated

import typer

from star57.cli.failures import Misused
from star57.cli.live_world import at_once, told_in_one_line, until_interrupted

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

EXAMPLE = """
Example: star57 demo --world WORLD.toml --calls CALLS.csv --json OUT.json --once

Without --world and --calls it shows a world of its own.

Exit code 0 when every call came to rest, whatever was found; 2 when a file is wrong.
"""


@app.command(epilog=EXAMPLE)
def demo(
    world: Annotated[Path | None, typer.Option(help="The world: providers, trunks, call records (WORLD.toml).")] = None,
    calls: Annotated[Path | None, typer.Option(help="The calls to trace (CALLS.csv).")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the result here (OUT.json).")] = None,
    once: Annotated[bool, typer.Option("--once", help="End when every call ended or waits for a person.")] = False,
    db: Annotated[str | None, typer.Option(help="The hub's database, fresh: postgresql://… (default: an SQLite file).")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The hub's port on 127.0.0.1 (default: a free one).")] = None,
) -> int:
    """Trace calls through a phone world: a fresh hub and one agent per provider, real HTTP on loopback."""
    from star57.world.builtin_world import BUILTIN_CALLS, BUILTIN_WORLD
    from star57.world.demo import DemoOrder, run_demo

    if (world is None) != (calls is None):
        raise Misused("give --world and --calls together: calls name providers of their world")
    order = DemoOrder(world or BUILTIN_WORLD, calls or BUILTIN_CALLS, json, db, port)

    def run() -> int:
        run_demo(order, afterwards=at_once if once else until_interrupted)
        return 0

    return told_in_one_line(run, name="demo", interrupted="everything the demo made is removed")
