"""star57 hub ...: what the operator of a consortium's hub types."""

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from star57 import clock
from star57.cli import hub_registry
from star57.cli.failures import Failed
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say

app = typer.Typer(
    help="Run the consortium's hub: portal, API, clocks. Settings are STAR57_* environment variables.",
    epilog="Example: star57 hub init --secret-file secret && STAR57_SECRET_KEY_FILE=secret star57 hub serve",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command("init", epilog="Example: star57 hub init --secret-file secret")
def init(
    secret_file: Annotated[Path | None, typer.Option(help="write a new random secret here, readable by you alone")] = None,
) -> int:
    """Lay or upgrade tables and triggers. Nothing that is there is lost; running it again is safe."""
    if secret_file is not None:
        _write_secret(secret_file)
    with hub_ready():
        from star57.hub.config.serving import migrate

        migrate()
    say("The database is ready. Next: star57 hub add-organisation, add-person, serve.")
    return 0


def _write_secret(file: Path) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        say(f"{file} is there already and is kept.")
    except OSError as problem:
        raise Failed(f"cannot write {file}: {problem.strerror}") from None
    else:
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    os.environ.setdefault("STAR57_SECRET_KEY_FILE", str(file))


@app.command("serve", epilog="Example: star57 hub serve --port 8057")
def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="port to listen on; 0 takes a free one")] = 8057,
) -> int:
    """Serve portal and API until Ctrl-C. One process; put a TLS proxy before it where others reach it."""
    with hub_ready():
        from star57.hub.config import serving

        try:
            serving.serve(host, port, lambda found: say(f"Serving http://{host}:{found}/ (Ctrl-C ends it; nothing is lost)"))
        except serving.PortTaken as problem:
            raise Failed(str(problem)) from None
    return 0


@app.command("tick", epilog="Example: star57 hub tick")
def tick(
    limit: Annotated[int, typer.Option(min=1, help="at most so many requests")] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Let the clocks pass once. Reminds, finds overdue, escalates, lifts weekly caps.

    Run it once a minute, from cron or a timer: no clock passes without it. Safe beside another one.
    """
    with hub_ready():
        from star57.hub.domain.access import CLOCK
        from star57.hub.usecases.pass_deadline import tick as let_time_pass

        done = let_time_pass(actor=CLOCK, now=clock.now(), limit=limit).facts
    if as_json:
        print_json({fact.value: count for fact, count in done.items()})
    else:
        say(", ".join(f"{count} {fact.value.replace('_', ' ')}" for fact, count in done.items()) or "Nothing was due.")
    return 0


app.command("add-organisation", epilog=hub_registry.ORGANISATION_EXAMPLE)(hub_registry.add_organisation)
app.command("add-provider", epilog=hub_registry.PROVIDER_EXAMPLE)(hub_registry.add_provider)
app.command("add-person", epilog=hub_registry.PERSON_EXAMPLE)(hub_registry.add_person)
app.command("make-key", epilog=hub_registry.KEY_EXAMPLE)(hub_registry.make_key)
app.command("revoke-key", epilog="Example: star57 hub revoke-key K-7QK2-M4XP-9R3C")(hub_registry.revoke_key)
