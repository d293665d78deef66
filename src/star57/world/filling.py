"""Fills a fresh hub's registry from a world, through the hub's own use cases. Needs a Django that is set up."""

from collections.abc import Sequence
from datetime import datetime

from star57.hub.domain.access import Actor, OrganisationKind, Role, Scope, operator
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from star57.world.personas import CONSORTIUM, Persona
from star57.world.worldfile import World, WorldProvider

_PROVIDER_SCOPES = frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_ANSWER})
_CONSORTIUM_SCOPES = frozenset({Scope.TRACEBACKS_READ, Scope.TRACEBACKS_WRITE})


def fill(world: World, people: Sequence[Persona], *, now: datetime) -> dict[str, str]:
    """Enter everybody; the providers' public ids are the world's own. Returns API keys by provider id ("": the consortium's)."""
    actor = operator("demo")
    with transaction():
        organisations = {
            CONSORTIUM: register_organisation(
                actor=actor, kind=OrganisationKind.CONSORTIUM, name="Traceback Consortium", public_id=None, now=now
            )
        }
        for provider in world.providers:
            organisations[provider.id] = _enter(provider, actor, now)
        for person in people:
            add_person(
                actor=actor,
                organisation=organisations[person.provider],
                email=person.email,
                name=person.name,
                role=Role(person.role),
                time_zone="",
                password=person.password,
                now=now,
            )
        return {whose: _key(organisation, whose, actor, now) for whose, organisation in organisations.items()}


def _enter(provider: WorldProvider, actor: Actor, now: datetime) -> str:
    organisation = register_organisation(actor=actor, kind=OrganisationKind.PROVIDER, name=provider.name, public_id=None, now=now)
    filing = ProviderFiling(provider.name, provider.country, provider.time_zone, provider.frn, provider.ocn, provider.spc, provider.contact)
    register_provider(actor=actor, filing=filing, organisation=organisation, public_id=provider.id, now=now)
    return organisation


def _key(organisation: str, whose: str, actor: Actor, now: datetime) -> str:
    scopes = _CONSORTIUM_SCOPES if whose == CONSORTIUM else _PROVIDER_SCOPES
    name = "the demo's own" if whose == CONSORTIUM else "agent"
    return make_key(actor=actor, organisation=organisation, name=name, scopes=scopes, expires_at=None, now=now).secret
