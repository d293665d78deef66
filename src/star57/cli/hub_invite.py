"""star57 hub invite: a link by which somebody becomes a member; for the first admin, and when mail does not go out."""

from typing import Annotated

import typer

from star57 import clock
from star57.cli.hub_options import hub_ready
from star57.cli.terminal import print_json, say
from star57.hub.domain.access import Actor, Role

EXAMPLE = "Example: star57 hub invite --organisation O-7QK2-M4XP-9R3C --email ana@consortium.example --role admin"


def invited(actor: Actor, organisation: str, email: str, role: str) -> str:
    """Invite somebody; the address of the page where they sign up."""
    from django.conf import settings
    from django.urls import reverse

    from star57.hub.usecases.invite_person import invite_person

    made = invite_person(actor=actor, organisation=organisation, email=email, role=Role(role), now=clock.now())
    return f"{settings.PORTAL_URL}{reverse('invitation', args=[made.token])}"


def invite(
    organisation: Annotated[str, typer.Option(help="the organisation's id")],
    email: Annotated[str, typer.Option(help="address of whoever is invited")],
    role: Annotated[Role, typer.Option(help="what they may do there")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON value on standard output")] = False,
) -> int:
    """Print a link that makes one person a member.

    It works once, within seven days. An earlier link for the same address ends.
    """
    with hub_ready() as actor:
        link = invited(actor, organisation, email, role.value)
    if as_json:
        print_json({"link": link})
    else:
        say(link)
    return 0
