"""What makes an organisation out of a scene's carrier: an admin, colleagues, an affiliate, a consultant, keys, names for neighbours."""

from datetime import timedelta

from star57.hub.domain.access import Action, OrganisationKind, Role, Scope
from star57.hub.ledger.keys import note_use
from star57.hub.records.models import ApiKey, Membership
from star57.hub.usecases.authorise_organisation import authorise_organisation
from star57.hub.usecases.invite_person import invite_person
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.manage_members import change_role, suspend_member
from star57.hub.usecases.map_neighbours import map_neighbour
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from tests.journeys.scene import STAFF, Scene, _person

NAMES = {"XC-44": "TRAN2", "PAC-GW-01": "GATE", "Lakeshore (Chicago)": "ORIG"}


def furnish(scene: Scene) -> Scene:
    """Harbor Voice with everything an organisation can have; the consortium's admin beside it."""
    now = scene.now - timedelta(hours=3)
    _person(scene, "CONSORTIUM", "chief", "Ruth Adeyemi", Role.ADMIN)
    _person(scene, "O-TRAN1", "admin", "Ana Torres", Role.ADMIN)
    _person(scene, "O-TRAN1", "engineer", "Wei Zhang", Role.ENGINEER)
    _person(scene, "O-TRAN1", "former", "Pat Quinn", Role.READER)
    register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name="Clearpath Compliance", public_id="O-CLEAR", now=now)
    _person(scene, "O-CLEAR", "consultant", "Kim Larsen", Role.RESPONDER)
    for public_id, name, ocn in (("TRAN1-WEST", "Harbor Voice West", "743B"), ("TRAN1-FIBER", "Harbor Fiber Networks", "")):
        filing = ProviderFiling(name, "US", "America/Los_Angeles", "0012345678", ocn, "", "")
        register_provider(actor=STAFF, filing=filing, organisation="O-TRAN1", public_id=public_id, now=now)
    ana = scene.actor("admin")
    assert ana.reach(Action.MANAGE_MEMBERS)
    authorise_organisation(actor=ana, provider="TRAN1-WEST", organisation="O-CLEAR", now=now)
    invite_person(actor=ana, organisation="O-TRAN1", email="bo.lind@harbor.example", role=Role.RESPONDER, now=now)
    suspend_member(actor=ana, membership=membership(scene, "former"), now=now)
    change_role(actor=ana, membership=membership(scene, "engineer"), role=Role.ENGINEER, now=now)
    for name, provider in NAMES.items():
        map_neighbour(actor=ana, name=name, provider=provider, now=now)
    _keys(scene)
    return scene


def _keys(scene: Scene) -> None:
    both = frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_ANSWER})
    ana, began = scene.actor("admin"), scene.now - timedelta(days=30)
    made = make_key(
        actor=ana, organisation="O-TRAN1", name="Agent in Denver", scopes=both, expires_at=scene.now + timedelta(days=335), now=began
    )
    make_key(actor=ana, organisation="O-TRAN1", name="Ticket system", scopes=frozenset({Scope.REQUESTS_READ}), expires_at=None, now=began)
    note_use(ApiKey.objects.get(public_id=made.id).pk, scene.now - timedelta(seconds=40))


def membership(scene: Scene, who: str) -> str:
    """The id of somebody's membership."""
    return str(Membership.objects.get(person__email=scene.people[who]).public_id)
