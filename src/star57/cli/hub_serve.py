"""star57 hub serve: portal and API on one port."""

from typing import Annotated

import typer

from star57.cli.failures import Failed, Misused
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import say

EXAMPLE = "Example: star57 hub serve --port 8057"


def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="port to listen on; 0 takes a free one")] = 8057,
    workers: Annotated[int, typer.Option(min=1, max=64, help="serving processes; more than one needs PostgreSQL")] = 1,
    work: Annotated[bool, typer.Option("--work", help="pass the clocks and deliver notices in this process too")] = False,
) -> int:
    """Serve portal and API until Ctrl-C.

    Put a TLS proxy before it where others reach it, and run `star57 hub work` beside it, or say --work where one process is enough.
    """

    def told(found: int) -> None:
        named = "localhost" if host == "127.0.0.1" else host  # passkeys need a name
        say(f"Serving http://{named}:{found}/ (Ctrl-C ends it; nothing is lost)")

    with hub_ready():
        from star57.hub.config.processes import OneProcessOnly, serve_in_processes
        from star57.hub.config.serving import NotCollected, PortTaken, serve, serve_and_work
        from star57.hub.records.sight import NOTHING, look

        look(NOTHING)  # whoever is served says first who they are
        try:
            if workers > 1 and work:
                raise Misused("--work goes with one serving process: run `star57 hub work` beside several")
            if workers > 1:
                serve_in_processes(host, port, workers, told)
            elif work:
                serve_and_work(host, port, told)
            else:
                serve(host, port, told)
        except (OneProcessOnly, PortTaken, NotCollected) as problem:
            raise Failed(str(problem)) from None
    return 0
