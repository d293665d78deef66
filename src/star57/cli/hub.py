"""star57 hub ...: what the operator of a consortium's hub types."""

from typing import Annotated

import typer

from star57 import clock
from star57.cli import (
    hub_doctor,
    hub_init,
    hub_invite,
    hub_move,
    hub_outage,
    hub_recovery,
    hub_registry,
    hub_serve,
    hub_transcribe,
    hub_upkeep,
    hub_work,
)
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say

app = typer.Typer(
    help="Run the consortium's hub: portal, API, clocks. Settings are STAR57_* environment variables.",
    epilog="Example: star57 hub init && STAR57_SETTINGS=star57-hub/star57.env star57 hub serve",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


app.command("init", epilog=hub_init.EXAMPLE)(hub_init.init)
app.command("serve", epilog=hub_serve.EXAMPLE)(hub_serve.serve)


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
        from star57.hub.ledger.heartbeats import beat
        from star57.hub.usecases.pass_deadline import tick as let_time_pass

        done = let_time_pass(actor=CLOCK, now=clock.now(), limit=limit).facts
        beat("clock", clock.now())
    if as_json:
        print_json({fact.value: count for fact, count in done.items()})
    else:
        say(", ".join(f"{count} {fact.value.replace('_', ' ')}" for fact, count in done.items()) or "Nothing was due.")
    return 0


app.command("work", epilog=hub_work.EXAMPLE)(hub_work.work)
app.command("credit-outage", epilog=hub_outage.EXAMPLE)(hub_outage.credit_outage)
app.command("receive-mail", epilog=hub_work.RECEIVE_EXAMPLE)(hub_work.receive_mail)
app.command("doctor", epilog=hub_doctor.EXAMPLE)(hub_doctor.doctor)
app.command("backup", epilog=hub_upkeep.BACKUP_EXAMPLE)(hub_upkeep.backup)
app.command("restore", epilog=hub_upkeep.RESTORE_EXAMPLE)(hub_upkeep.restore)
app.command("upgrade", epilog=hub_upkeep.UPGRADE_EXAMPLE)(hub_upkeep.upgrade)
app.command("move", epilog=hub_move.EXAMPLE)(hub_move.move)
app.command("invite", epilog=hub_invite.EXAMPLE)(hub_invite.invite)
app.command("add-organisation", epilog=hub_registry.ORGANISATION_EXAMPLE)(hub_registry.add_organisation)
app.command("add-provider", epilog=hub_registry.PROVIDER_EXAMPLE)(hub_registry.add_provider)
app.command("add-person", epilog=hub_registry.PERSON_EXAMPLE)(hub_registry.add_person)
app.command("make-key", epilog=hub_registry.KEY_EXAMPLE)(hub_registry.make_key)
app.command("recover-admin", epilog=hub_recovery.EXAMPLE)(hub_recovery.recover_admin)
app.command("revoke-key", epilog="Example: star57 hub revoke-key K-7QK2-M4XP-9R3C")(hub_registry.revoke_key)
app.command("transcribe", epilog=hub_transcribe.EXAMPLE)(hub_transcribe.transcribe)
