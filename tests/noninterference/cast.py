"""Who is there in every world: carriers, a consultant, a source, an agency, an auditor, the consortium; their people and keys."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.test import Client

from star57.hub.domain.access import Actor, OrganisationKind, Role, Scope, operator
from star57.hub.reads.actors import actor_of_person
from star57.hub.records.models import Person
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.authorise_organisation import authorise_organisation
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.map_neighbours import map_neighbour
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from star57.wire.values import Direction
from tests.noninterference.chance import Chance

BEGAN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
CONSOLE = operator("console")
SELF, SISTER = "SELF", "SISTER"
OTHERS = tuple(f"P{number}" for number in range(1, 9))
CAMPAIGNS = tuple(CampaignWords(f"Campaign {number}", f"They say that {number}.", f"Hello {number}.", number + 1) for number in range(3))
KINDS = {"SOURCE": OrganisationKind.SOURCE, "SOURCE2": OrganisationKind.SOURCE, "AGENCY": OrganisationKind.AGENCY,
         "AUDITOR": OrganisationKind.AUDITOR}  # fmt: skip


@dataclass(slots=True)
class Cast:
    """Everybody's row, key and open session."""

    actors: dict[str, Actor] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)


def gather(chance: Chance) -> Cast:
    """Enter everybody, through the use cases alone."""
    cast = Cast()
    _organisation(cast, chance, "CONSORTIUM", OrganisationKind.CONSORTIUM, {"chief": Role.ADMIN, "analyst": Role.ANALYST})
    for public_id, kind in KINDS.items():
        _organisation(cast, chance, public_id, kind, {public_id: Role.ADMIN})
    for provider in (SELF, *OTHERS):
        roles = {"responder": Role.RESPONDER, "engineer": Role.ENGINEER, "reader": Role.READER} if provider == SELF else {}
        _organisation(cast, chance, f"O-{provider}", OrganisationKind.PROVIDER, {provider: Role.ADMIN, **roles})
        _provider(chance, provider, f"O-{provider}")
    _provider(chance, SISTER, f"O-{SELF}")
    _organisation(cast, chance, "O-CONSULT", OrganisationKind.PROVIDER, {"consultant": Role.RESPONDER})
    chance.begin("authorise")
    authorise_organisation(actor=cast.actors[SELF], provider=SELF, organisation="O-CONSULT", now=BEGAN)
    map_neighbour(actor=cast.actors[SELF], name="our carrier", provider=OTHERS[0], now=BEGAN)
    for number, words in enumerate(CAMPAIGNS):
        chance.begin(f"campaign {number}")
        report = CallReport(f"+1617555012{number}", None, BEGAN, 60.0, None, None)
        open_traceback(actor=CONSOLE, report=report, terminating=OTHERS[-1], campaign=words, direction=Direction.UPSTREAM, now=BEGAN)
    _keys(cast, chance)
    return cast


def _organisation(cast: Cast, chance: Chance, public_id: str, kind: OrganisationKind, people: dict[str, Role]) -> None:
    chance.begin(public_id)
    register_organisation(actor=CONSOLE, kind=kind, name=f"Organisation {public_id}", public_id=public_id, now=BEGAN)
    for who, role in people.items():
        chance.begin(f"person {who}")
        email, zone = f"{who.lower()}@people.example", "America/New_York"
        add_person(actor=CONSOLE, organisation=public_id, email=email, name=f"Person {who}", role=role, time_zone=zone,
                   password="a long enough pass phrase", now=BEGAN)  # fmt: skip
        person = Person.objects.get(email=email)
        actor = actor_of_person(person.pk)
        assert actor
        cast.actors[who] = actor
        client = Client()
        client.force_login(person)
        cast.sessions[who] = client.cookies["sessionid"].value


def _provider(chance: Chance, provider: str, owner: str) -> None:
    chance.begin(f"provider {provider}")
    filing = ProviderFiling(f"Carrier {provider}", "US", "America/New_York", "", "", "", f"traces@{provider.lower()}.example")
    register_provider(actor=CONSOLE, filing=filing, organisation=owner, public_id=provider, now=BEGAN)


def _keys(cast: Cast, chance: Chance) -> None:
    carriers = frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_ANSWER})
    for who, organisation, scopes in (
        ("program", f"O-{SELF}", carriers),
        ("consultant's program", "O-CONSULT", carriers),
        ("auditor's program", "AUDITOR", frozenset({Scope.TRACEBACKS_READ})),
    ):
        chance.begin(f"key {who}")
        made = make_key(actor=CONSOLE, organisation=organisation, name=who, scopes=scopes, expires_at=None, now=BEGAN)
        cast.keys[who] = made.secret
