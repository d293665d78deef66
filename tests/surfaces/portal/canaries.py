"""A house with a string of its own in every field that holds a secret, put there by the use cases."""

import json
from datetime import timedelta
from typing import Any

from star57.hub.domain.access import OrganisationKind, Role, Scope
from star57.hub.domain.attaching import Subject
from star57.hub.domain.contacts import ContactKind
from star57.hub.records.models import Traceback
from star57.hub.usecases import decide_hop
from star57.hub.usecases.arrange_desk import save_view
from star57.hub.usecases.attach_file import Incoming, attach_file
from star57.hub.usecases.correspond import write_message
from star57.hub.usecases.dispute_claim import dispute_claim
from star57.hub.usecases.invite_person import invite_person
from star57.hub.usecases.make_key import make_key
from star57.hub.usecases.manage_contacts import ContactWords, add_contact
from star57.hub.usecases.manage_webhooks import add_webhook
from star57.hub.usecases.map_neighbours import map_neighbour
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.register_organisation import register_organisation
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.hub.usecases.save_draft import save_draft
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note
from star57.wire.messages import Dispute
from star57.wire.values import Direction
from tests.journeys.scene import STAFF, WARRANTY, Scene, _person
from tests.surfaces.portal.canary_table import CASE, canary
from tests.usecases.cast import said


def fill(scene: Scene) -> str:
    """Put them all in. Returns the webhook's secret, which is nobody's to see again."""
    _case(scene)
    _customer(scene)
    _desk(scene)
    return _house(scene)


def _case(scene: Scene) -> None:
    register_organisation(actor=STAFF, kind=OrganisationKind.SOURCE, name=canary("source-name"), public_id="CANARY", now=scene.now)
    campaign = CampaignWords(canary("campaign-name"), canary("campaign-why"), canary("campaign-transcript"), 5)
    call = CallReport("+16175550172", "+12025550143", scene.now - timedelta(hours=20), 60.0, canary("callid-report"), None)
    scene.tracebacks[CASE] = open_traceback(
        actor=STAFF, report=call, terminating="TERM", campaign=campaign, direction=Direction.UPSTREAM, source="CANARY", now=scene.now
    )
    for provider, named in (("TERM", "TRAN1"), ("TRAN1", "TRAN2"), ("TRAN2", "ORIG")):
        request, actor = scene.request_of(CASE, provider), scene.actor(provider)
        receive_request(actor=actor, request=request, how="portal", now=scene.now)
        if provider == "TRAN2":
            dispute = Dispute(version="1", reason=canary("dispute-TRAN2"))
            dispute_claim(actor=actor, request=request, dispute=dispute, now=scene.now)
            decide_hop.reject_dispute(actor=STAFF, hop=request, reason="Their trunk is on record.", now=scene.now)
        respond_to_request(actor=actor, request=request, response=_answer(provider, named), how="portal", now=scene.now).raised()
    body = json.dumps({"kind": "declined", "declined_reason": canary("draft-ORIG")})
    receive_request(actor=scene.actor("ORIG"), request=scene.request_of(CASE, "ORIG"), how="portal", now=scene.now)
    save_draft(actor=scene.actor("ORIG"), request=scene.request_of(CASE, "ORIG"), body=body, seen=0, now=scene.now)


def _customer(scene: Scene) -> None:
    scene.open("owned", WARRANTY, "+16175550110", "+12025550166", scene.now - timedelta(hours=9), scene.now)
    customer = {name: canary(f"customer-{name}") for name in ("name", "address", "contact")}
    answer = {"kind": "own_customer", "customer": {"kind": "caller", **customer}, "action_taken": "none"}
    request, actor = scene.request_of("owned", "TERM"), scene.actor("TERM")
    receive_request(actor=actor, request=request, how="portal", now=scene.now)
    respond_to_request(actor=actor, request=request, response=said(answer), how="portal", now=scene.now).raised()


def _answer(provider: str, named: str) -> Any:
    evidence = {"call_id": canary(f"callid-{provider}"), "trunk": canary(f"trunk-{provider}")}
    answer = {"kind": "received_from_provider", "upstream": {"provider": named, "name": named}}
    return said(answer, evidence=evidence, comment=canary(f"comment-{provider}"))


def _desk(scene: Scene) -> None:
    ines, case, mine = scene.actor("analyst"), scene.tracebacks[CASE], scene.request_of(CASE, "TRAN1")
    write_note(actor=ines, traceback=case, text=f"@Sam Reyes {canary('note')}", now=scene.now)
    tag_traceback(actor=ines, traceback=case, add=[canary("tag")], remove=[], now=scene.now)
    save_view(actor=ines, name=canary("view-own"), query="tag=own", is_shared=False)
    save_view(actor=ines, name=canary("view-shared"), query="tag=shared", is_shared=True)
    write_message(actor=scene.actor("TRAN1"), request=mine, text=canary("thread-TRAN1"), how="portal", now=scene.now)
    campaign = Traceback.objects.get(public_id=case).campaign.public_id
    for subject, subject_id, name in (
        (Subject.HOP, mine, "TRAN1"), (Subject.TRACEBACK, case, "case"), (Subject.CAMPAIGN, campaign, "campaign"),
    ):  # fmt: skip
        file = Incoming(f"{canary(f'file-name-{name}')}.txt", [canary(f"file-text-{name}").encode()])
        attach_file(actor=STAFF, subject=subject, subject_id=subject_id, file=file, now=scene.now)


def _house(scene: Scene) -> str:
    ana, now = scene.actor("admin"), scene.now
    _person(scene, "O-TRAN1", canary("member-email"), canary("member-name"), Role.READER)
    invite_person(actor=ana, organisation="O-TRAN1", email=f"{canary('invited')}@harbor.example", role=Role.READER, now=now)
    scopes = frozenset({Scope.REQUESTS_READ})
    make_key(actor=ana, organisation="O-TRAN1", name=canary("key-name"), scopes=scopes, expires_at=None, now=now)
    words = ContactWords(ContactKind.REQUESTS, canary("contact-name"), f"{canary('contact-email')}@harbor.example", "")
    add_contact(actor=ana, provider="TRAN1", words=words, now=now)
    map_neighbour(actor=ana, name=canary("neighbour"), provider="GATE", now=now)
    return add_webhook(actor=ana, address=f"https://{canary('webhook')}.harbor.example/star57", now=now).secret
