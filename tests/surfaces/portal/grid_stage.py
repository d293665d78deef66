"""Who tries every address of the portal, and the things they ask for: one house with somebody in every role, made once for a module."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client, override_settings

from star57 import clock
from star57.hub.domain.access import OrganisationKind, Role
from star57.hub.domain.attaching import Subject
from star57.hub.domain.contacts import ContactKind
from star57.hub.portal.code_visits import COOKIE
from star57.hub.reads.one_time import code_of, link_path
from star57.hub.records.models import Authorisation, OneTimeCode, Person
from star57.hub.usecases.arrange_desk import save_view
from star57.hub.usecases.attach_file import Incoming, attach_file
from star57.hub.usecases.authorise_organisation import authorise_organisation, revoke_authorisation
from star57.hub.usecases.manage_contacts import ContactWords, add_contact
from star57.hub.usecases.manage_members import lift_suspension, remove_member
from star57.hub.usecases.manage_webhooks import add_webhook
from star57.hub.usecases.open_by_code import open_by_code
from star57.hub.usecases.register_organisation import register_organisation
from star57.hub.usecases.send_one_time_code import send_one_time_code
from tests.journeys.organisation_scene import furnish, membership
from tests.journeys.scene import STAFF, Scene, _person
from tests.surfaces.portal.grid_names import ADDRESS, names_in

WHO = {
    "no": None, "nr": "gone", "nf": "TRAN1",
    "ch": "chief", "an": "analyst", "re": "reader", "au": "auditor",
    "pa": "admin", "pr": "TRAN1", "pe": "engineer", "pd": "former",
    "ag": "agency", "so": "source", "co": "consultant", "rv": "revoked", "vi": "chief", "cd": None,
}  # fmt: skip
"""The grid's columns: nobody; without a role; without the second factor; the consortium's chief (admin), analyst, reader; an auditor;
Harbor Voice's admin, responder, engineer, reader; an agency's admin; a source's reader; a consultant who is authorised; one who was;
the chief viewing as Harbor Voice; whoever holds the code for Harbor Voice's request."""


@dataclass(slots=True)
class House:
    """The scene, everybody's client, and what stands in the addresses."""

    scene: Scene
    names: dict[str, str]
    clients: dict[str, Client]

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Any:
        with ExitStack() as stack:
            if who == "nf":
                stack.enter_context(override_settings(SECOND_FACTOR_ASKED=True))
            client = self.clients[who]
            return client.generic(method, path) if method == "PUT" else getattr(client, method.lower())(path, body or {})


def make_house(scene: Scene) -> House:
    """Everything, written by the use cases."""
    furnish(scene)
    more_people(scene)
    more_things(scene, "mine")
    scene.now += timedelta(seconds=1)
    clock.now = lambda: scene.now  # whoever makes a house puts the clock back
    return House(scene, names_in(scene, "mine"), clients_of(scene, "mine"))


def more_people(scene: Scene) -> None:
    """Whoever a furnished house lacks of the grid's columns."""
    ana = scene.actor("admin")
    for kind in (OrganisationKind.AUDITOR, OrganisationKind.AGENCY, OrganisationKind.SOURCE):
        register_organisation(actor=STAFF, kind=kind, name=f"The {kind.value}", public_id=kind.name, now=scene.now)
        _person(
            scene, kind.name, kind.value, f"Somebody at the {kind.value}", Role.ADMIN if kind is OrganisationKind.AGENCY else Role.READER
        )
    register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name="Bygone Consulting", public_id="O-BYGONE", now=scene.now)
    _person(scene, "O-BYGONE", "revoked", "Rae Moss", Role.ADMIN)
    _person(scene, "O-TRAN1", "gone", "Gil Stone", Role.READER)
    remove_member(actor=ana, membership=membership(scene, "gone"), now=scene.now)
    lift_suspension(actor=ana, membership=membership(scene, "former"), now=scene.now)
    authorise_organisation(actor=ana, provider="TRAN1", organisation="O-CLEAR", now=scene.now)
    authorise_organisation(actor=ana, provider="TRAN1", organisation="O-BYGONE", now=scene.now)
    bygone = Authorisation.objects.get(organisation__public_id="O-BYGONE").public_id
    revoke_authorisation(actor=ana, authorisation=bygone, now=scene.now)


def more_things(scene: Scene, case: str) -> None:
    """One of each kind that an address can name."""
    ana, mine = scene.actor("admin"), scene.request_of(case, "TRAN1")
    add_contact(actor=ana, provider="TRAN1", words=ContactWords(ContactKind.REQUESTS, "NOC", ADDRESS, ""), now=scene.now)
    add_webhook(actor=ana, address="https://tickets.harbor.example/star57", now=scene.now)
    attach_file(actor=ana, subject=Subject.HOP, subject_id=mine, file=Incoming("trace.txt", [b"INVITE"]), now=scene.now)
    save_view(actor=scene.actor("analyst"), name="Bank scams", query="tag=bank", is_shared=True)


def clients_of(scene: Scene, case: str) -> dict[str, Client]:
    """A browser for each column; case: the traceback of the request that the code opens."""
    clients = {}
    for column, who in WHO.items():
        clients[column] = Client()
        if who:
            clients[column].force_login(Person.objects.get(email=scene.people[who]))
            clients[column].get("/account/session/")
    began = clients["vi"].post("/organisations/O-TRAN1/view/", {"reason": "They report a missing request."})
    assert began.status_code == 302
    clients["cd"].cookies[COOKIE] = _visit_by_code(scene, case)
    return clients


def _visit_by_code(scene: Scene, case: str) -> str:
    token = link_path(scene.request_of(case, "TRAN1"), ADDRESS).split("/")[2]
    send_one_time_code(token=token, origin="192.0.2.1", now=scene.now)
    code = code_of(OneTimeCode.objects.latest("pk").nonce)
    return open_by_code(token=token, typed=code, origin="192.0.2.1", now=scene.now).secret
