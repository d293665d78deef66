"""star57 hub recover-admin: when an admin has lost every factor."""

from typing import Annotated

import typer

from star57 import clock
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say

EXAMPLE = "Example: star57 hub recover-admin ana@consortium.example"


def recover_admin(
    email: Annotated[str, typer.Argument(help="the address the person signs in with")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Let somebody who lost every factor start again.

    Takes second factors, password and sessions away, and prints a link that sets a new password.

    For when the last admin has lost every factor. Make sure whom you give the link to: it works once, for an hour. The journal says
    that you did this.
    """
    with hub_ready() as operator:
        from django.conf import settings
        from django.urls import reverse

        from star57.hub.usecases.recover_admin import recover_admin as recover

        done = recover(actor=operator, email=email, now=clock.now())
        path = reverse("account_reset_password_from_key", args=done.link_key.split("-", 1))
        link = f"{settings.PORTAL_URL}{path}"
    if as_json:
        print_json({"name": done.name, "factors": done.factors, "sessions": done.sessions, "link": link})
        return 0
    say(f"{done.name}: {done.factors} factors removed, {done.sessions} sessions ended. It stands in the journal.")
    say(f"This link sets a new password, once, within an hour; then a second factor is set up:\n{link}")
    return 0
