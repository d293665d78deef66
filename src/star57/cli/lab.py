"""star57 lab: a real telephone network on loopback, traced by real agents while its calls still ring."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from star57.cli.failures import REFUSED, Misused
from star57.cli.live_world import at_once, told_in_one_line, until_interrupted

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

EXAMPLE = """
Example: star57 lab --calls 20 --once

Needs Kamailio and SIPp; says which packages are missing.

Exit code 0 when every call was followed the way it really took, 1 when one was not; 2 when a program is missing.
"""


@app.command(epilog=EXAMPLE)
def lab(
    calls: Annotated[int, typer.Option(min=1, max=200, help="How many calls are placed and traced.")] = 8,
    json: Annotated[Path | None, typer.Option(help="Write the result here (OUT.json).")] = None,
    once: Annotated[bool, typer.Option("--once", help="End when every call was traced.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The hub's port on 127.0.0.1 (default: a free one).")] = None,
) -> int:
    """Five carriers on Kamailio and telephones on SIPp, all on loopback; hub and agents trace each call from live accounting."""
    from star57.world.lab.lab import LabOrder, run_lab
    from star57.world.lab.programs import MissingPrograms, find_programs

    try:
        programs = find_programs()
    except MissingPrograms as problem:
        raise Misused(str(problem)) from problem

    def run() -> int:
        order = LabOrder(calls, json, port)
        found = run_lab(order, programs, tell=_say, afterwards=at_once if once else until_interrupted)
        return REFUSED if any(one.faults for one in found) else 0

    return told_in_one_line(run, name="lab", interrupted="every switch and telephone has ended, and what they wrote is removed")


def _say(line: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()
