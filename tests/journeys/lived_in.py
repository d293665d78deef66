"""A hub that was lived in: the scene, a furnished organisation, and whatever else a page can show something of."""

from datetime import timedelta

from star57.hub.domain.access import Role
from star57.hub.domain.attaching import Subject
from star57.hub.domain.contacts import ContactKind
from star57.hub.records.models import Traceback
from star57.hub.usecases.arrange_desk import save_view
from star57.hub.usecases.assign_traceback import assign_traceback
from star57.hub.usecases.attach_file import Incoming, attach_file
from star57.hub.usecases.correspond import write_message
from star57.hub.usecases.invite_person import invite_person
from star57.hub.usecases.manage_contacts import ContactWords, add_contact
from star57.hub.usecases.manage_webhooks import add_webhook
from star57.hub.usecases.tag_traceback import tag_traceback
from star57.hub.usecases.write_note import write_note
from tests.journeys.organisation_scene import furnish
from tests.journeys.scene import STAFF, Scene, make_scene

ADDRESS = "requests@harbor.example"
WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(60)


def make_lived_in() -> Scene:
    """The scene with contacts, webhooks, files, notes, tags, a thread, a mention and an open invitation."""
    scene = furnish(make_scene())
    _desk(scene)
    _house(scene)
    return scene


def _desk(scene: Scene) -> None:
    ines, disputed = scene.actor("analyst"), scene.tracebacks["disputed"]
    tag_traceback(actor=ines, traceback=disputed, add=["bank", "live-scam"], remove=[], now=scene.now)
    assign_traceback(actor=ines, traceback=disputed, person=ines.id, now=scene.now)
    text = "@Ines Okafor please ring Harbor Voice before noon.\nTheir trunk table is two months old."
    write_note(actor=scene.actor("chief"), traceback=disputed, text=text, now=scene.now - timedelta(minutes=5))
    save_view(actor=ines, name="Bank scams", query="tag=bank", is_shared=False)
    for subject, subject_id, name, body in (
        (Subject.CAMPAIGN, campaign_of(scene, "mine"), "final-notice.wav", WAVE),
        (Subject.HOP, scene.request_of("mine", "TRAN1"), "trace.txt", b"INVITE sip:+16175550128@10.0.0.4 SIP/2.0"),
    ):
        attach_file(actor=STAFF, subject=subject, subject_id=subject_id, file=Incoming(name, [body]), now=scene.now)


def _house(scene: Scene) -> None:
    ana, earlier = scene.actor("admin"), scene.now - timedelta(hours=2)
    for name, kind, address, telephone in (
        ("Traceback desk", ContactKind.REQUESTS, ADDRESS, "+1 202 555 0162"),
        ("Duty officer", ContactKind.ESCALATION, "duty@harbor.example", "+1 202 555 0163"),
    ):
        add_contact(actor=ana, provider="TRAN1", words=ContactWords(kind, name, address, telephone), now=earlier)
    add_webhook(actor=ana, address="https://tickets.harbor.example/star57", now=earlier)
    request = scene.request_of("mine", "TRAN1")
    write_message(actor=ana, request=request, text="Which of our trunks do you mean?", how="portal", now=earlier + timedelta(minutes=95))
    write_message(actor=STAFF, request=request, text="The one of the request: 10.0.0.4.", how="portal", now=earlier + timedelta(minutes=99))


def campaign_of(scene: Scene, name: str) -> str:
    """The id of a traceback's campaign."""
    return str(Traceback.objects.get(public_id=scene.tracebacks[name]).campaign.public_id)


def invitation_token(scene: Scene) -> str:
    """An invitation that nobody has accepted."""
    return invite_person(
        actor=scene.actor("admin"), organisation="O-TRAN1", email="ira@harbor.example", role=Role.ENGINEER, now=scene.now
    ).token
