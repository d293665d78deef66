"""star57 hub add-…, make-key: who takes part."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from star57 import clock
from star57.cli.failures import Misused
from star57.cli.hub_options import hub_ready, secret_from
from star57.cli.terminal import print_json, say
from star57.hub.domain.access import OrganisationKind, Role, Scope

ORGANISATION_EXAMPLE = 'Example: star57 hub add-organisation --kind consortium --name "Traceback Consortium"'
PROVIDER_EXAMPLE = (
    'Example: star57 hub add-provider --name "Harbor Voice" --country US --zone America/Chicago --organisation O-7QK2-M4XP-9R3C'
)
PERSON_EXAMPLE = 'Example: star57 hub add-person --organisation O-… --email ana@consortium.example --name "Ana Lytic" --role analyst'
KEY_EXAMPLE = "Example: star57 hub make-key --organisation O-… --name agent --scope requests:read --scope requests:answer"

Json = Annotated[bool, typer.Option("--json", help="one JSON value on standard output")]
Id = Annotated[str | None, typer.Option("--id", help="its public id; left out: a random one")]
Organisation = Annotated[str, typer.Option(help="the organisation's id")]


def _told(what: str, public_id: str, as_json: bool) -> int:
    if as_json:
        print_json({"id": public_id})
    else:
        say(f"{what} {public_id}")
    return 0


def add_organisation(
    kind: Annotated[OrganisationKind, typer.Option(help="what it is to the consortium")],
    name: Annotated[str, typer.Option(help="legal name")],
    public_id: Id = None,
    as_json: Json = False,
) -> int:
    """Enter the consortium, a company, an agency."""
    with hub_ready() as actor:
        from star57.hub.usecases.register_organisation import register_organisation

        made = register_organisation(actor=actor, kind=kind, name=name, public_id=public_id, now=clock.now())
    return _told("organisation", made, as_json)


def add_provider(
    name: Annotated[str, typer.Option(help="legal name")],
    country: Annotated[str, typer.Option(help="ISO 3166 code")] = "US",
    zone: Annotated[str, typer.Option(help="time zone of the office that answers; unknown: the country's latest")] = "",
    organisation: Annotated[str | None, typer.Option(help="id of the organisation that answers for it; left out: none yet")] = None,
    frn: Annotated[str, typer.Option(help="FCC registration number")] = "",
    ocn: Annotated[str, typer.Option(help="operating company number")] = "",
    spc: Annotated[str, typer.Option(help="service provider code")] = "",
    contact: Annotated[str, typer.Option(help="its traceback contact")] = "",
    public_id: Id = None,
    as_json: Json = False,
) -> int:
    """Enter a voice service provider into the registry."""
    with hub_ready() as actor:
        from star57.hub.usecases.register_organisation import ProviderFiling, register_provider

        filing = ProviderFiling(name=name, country=country, time_zone=zone, frn=frn, ocn=ocn, spc=spc, contact=contact)
        made = register_provider(actor=actor, filing=filing, organisation=organisation, public_id=public_id, now=clock.now())
    return _told("provider", made, as_json)


def add_person(
    organisation: Organisation,
    email: Annotated[str, typer.Option(help="address to sign in with")],
    name: Annotated[str, typer.Option(help="name as colleagues read it")],
    role: Annotated[Role, typer.Option(help="what they may do there")],
    zone: Annotated[str, typer.Option(help="time zone")] = "",
    as_json: Json = False,
) -> int:
    """Add somebody who may sign in. The password comes from STAR57_PASSWORD or STAR57_PASSWORD_FILE, or is asked for."""
    password = secret_from("STAR57_PASSWORD", f"Password for {email} (15 characters or more): ")
    with hub_ready() as actor:
        from star57.hub.usecases.add_person import add_person as add

        made = add(
            actor=actor, organisation=organisation, email=email, name=name, role=role, time_zone=zone, password=password, now=clock.now()
        )
    return _told("person", made, as_json)


def make_key(
    organisation: Organisation,
    name: Annotated[str, typer.Option(help="what it is for")],
    scope: Annotated[
        list[Scope],
        typer.Option(help="what it may be used for, repeated: requests:… for an agent, tracebacks:… for the consortium"),
    ],
    days: Annotated[int | None, typer.Option(min=1, help="days until it expires; left out: never")] = None,
    as_json: Json = False,
) -> int:
    """Make an API key. Its secret is printed once and kept nowhere."""
    now = clock.now()
    expires_at = _after(now, days)
    with hub_ready() as actor:
        from star57.hub.usecases.make_key import make_key as make

        key = make(actor=actor, organisation=organisation, name=name, scopes=frozenset(scope), expires_at=expires_at, now=now)
    if as_json:
        print_json({"id": key.id, "secret": key.secret})
    else:
        say(f"key {key.id}\n{key.secret}\nKeep it now: it is not shown again.")
    return 0


def _after(now: datetime, days: int | None) -> datetime | None:
    try:
        return None if days is None else now + timedelta(days=days)
    except OverflowError:
        raise Misused("--days: that is further than the calendar goes") from None


def revoke_key(key: Annotated[str, typer.Argument(help="the key's id")]) -> int:
    """End a key at once."""
    with hub_ready() as actor:
        from star57.hub.usecases.make_key import revoke_key as revoke

        revoke(actor=actor, key=key, now=clock.now())
    say(f"key {key} is revoked")
    return 0
