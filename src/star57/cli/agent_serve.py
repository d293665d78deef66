"""star57 agent serve: the operator's page, beside the agent."""

import getpass
import sys
from typing import Annotated

import typer

from star57.cli.agent_options import Config, configured, told_plainly
from star57.cli.failures import Failed, Misused
from star57.cli.terminal import say

EXAMPLE = "Example: star57 agent serve -c agent.toml"


def serve_page(
    config: Config,
    host: Annotated[
        str, typer.Option(help="address to listen on; another than this machine's own needs --name and TLS before it")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port; 0 takes a free one", min=0, max=65535)] = 5757,
    name: Annotated[list[str] | None, typer.Option(help="a further name under which browsers ask, without port")] = None,
    set_password: Annotated[bool, typer.Option("--set-password", help="ask for the page's password, keep its hash, and end")] = False,
) -> None:
    """Serve the operator's page: what waits, rules, journal.

    It runs beside star57 agent run, which sends what is decided here. The first start shows a link, good once, under which the
    password is chosen; --set-password sets it from a terminal, or from a line on standard input.
    """
    configuration = configured(config)
    from star57.agent.operator.password import BadPassword, password_file
    from star57.agent.operator.password import set_password as keep
    from star57.agent.operator.serving import is_loopback, serve

    if set_password:
        try:
            keep(password_file(configuration.journal), _asked())
        except BadPassword as problem:
            raise Misused(str(problem)) from problem
        say("The password is set. Whoever is signed in stays so until the page is started again.")
        return
    if not is_loopback(host) and not name:
        raise Misused(f"{host} is not this machine alone: say with --name under which name browsers ask, and put TLS before it")
    with told_plainly():
        try:
            serve(config, host, port, name or (), _tell)
        except OSError as problem:
            raise Failed(f"{host}:{port} cannot be listened on: {problem.strerror or problem}") from problem


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first, again = getpass.getpass("Password: "), getpass.getpass("The same again: ")
    if first != again:
        raise Misused("the two are not the same; nothing was changed")
    return first


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
