"""star57 hub doctor: what is right, what is wrong, and what to do."""

from typing import Annotated

import typer

from star57.cli.finding_lines import told
from star57.cli.hub_options import hub_ready

EXAMPLE = "Example: star57 hub doctor --json"


def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="leave the reading of the whole record out")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Check settings, database, record and machine.

    One line for each check; where something is not right, what to do about it. Exit code 1 when anything is wrong.
    """
    with hub_ready():
        from star57.hub.upkeep.doctor import WHOLE, examine

        return told(examine(more=() if quick else WHOLE), as_json=as_json)
