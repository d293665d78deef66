"""star57 hub doctor: what is right, what is wrong, and what to do."""

from dataclasses import asdict
from typing import Annotated

import typer

from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say

EXAMPLE = "Example: star57 hub doctor --json"
SIGNS = {"right": "ok  ", "look": "look", "wrong": "BAD "}


def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="leave the reading of the whole record out")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Check settings, database, record and machine.

    One line for each check; where something is not right, what to do about it. Exit code 1 when anything is wrong.
    """
    with hub_ready():
        from star57.hub.upkeep.doctor import WHOLE, examine

        found = []
        for finding in examine(more=() if quick else WHOLE):
            found.append(finding)
            if not as_json:
                say(f"{SIGNS[finding.grade]}  {finding.subject}: {finding.words}" + (f"\n      → {finding.to_do}" if finding.to_do else ""))
    if as_json:
        print_json({"is_well": not any(each.grade == "wrong" for each in found), "findings": [asdict(each) for each in found]})
    return 1 if any(each.grade == "wrong" for each in found) else 0
