"""star57 hub credit-outage: time in which the hub was down does not count against anybody."""

from datetime import datetime
from typing import Annotated

import typer

from star57 import clock
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say

EXAMPLE = "Example: star57 hub credit-outage --since 2026-11-23T13:50:00Z --until 2026-11-23T15:20:00Z"
_INSTANT = ["%Y-%m-%dT%H:%M:%S%z"]


def credit_outage(
    since: Annotated[datetime, typer.Option(formats=_INSTANT, metavar="TIME", help="when it began, RFC 3339 with offset")],
    until: Annotated[datetime, typer.Option(formats=_INSTANT, metavar="TIME", help="when it ended")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Credit an outage of the hub to every clock that ran.

    Requests fall due that much later; one that ran out meanwhile runs again, and a late answer may have been in time. It stands in the
    record of each. The same outage credited twice counts once.
    """
    with hub_ready() as operator:
        from star57.hub.usecases.credit_outage import credit_outage_to_all

        credited = credit_outage_to_all(actor=operator, began_at=since, ended_at=until, now=clock.now())
    if as_json:
        print_json({"credited": credited})
    else:
        say(f"It counts for {credited} requests." if credited else "No clock ran in that time: nothing changed.")
    return 0
