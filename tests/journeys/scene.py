"""A small consortium in the middle of its work: one traceback of every look, made by the use cases alone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from star57.hub.domain.access import CLOCK, Actor, OrganisationKind, Role, operator
from star57.hub.reads.actors import actor_of_person
from star57.hub.records.models import Hop, Person
from star57.hub.usecases import decide_hop
from star57.hub.usecases.add_person import add_person
from star57.hub.usecases.dispute_claim import confirm_claim, dispute_claim
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.pass_deadline import tick
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import Confirmation, Dispute, TracebackResponse
from star57.wire.values import Direction

OPENED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday morning in New York."""
PASSWORD = "a long enough pass phrase"
STAFF = operator("scene")
PROVIDERS = {
    "TERM": ("Cedar Valley Telephone", "US", "America/New_York"),
    "TRAN1": ("Harbor Voice", "US", "America/New_York"),
    "TRAN2": ("Meridian Long Distance", "US", "America/Chicago"),
    "ORIG": ("Lakeshore Cloud Telephony", "US", "America/Chicago"),
    "GATE": ("Pacific Gateway Carriers", "US", "America/Los_Angeles"),
}
WARRANTY = CampaignWords(
    "Car warranty, final notice", "A recorded voice offers a warranty the called party never had.", "This is the final notice.", 5
)
BANK = CampaignWords(
    "Bank security department", "Callers pose as a bank and ask for one-time codes.", "We noticed a charge of 499 dollars.", 2
)
UTILITY = CampaignWords("Power cut in thirty minutes", "Callers threaten to cut the power unless paid by gift card.", "", 1)


@dataclass(slots=True)
class Scene:
    """Who is there and which traceback shows what."""

    tracebacks: dict[str, str] = field(default_factory=dict)
    now: datetime = OPENED
    people: dict[str, str] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        found = actor_of_person(Person.objects.get(email=self.people[who]).pk)
        assert found
        return found

    def request_of(self, name: str, provider: str) -> str:
        return str(Hop.objects.filter(traceback__public_id=self.tracebacks[name], provider__public_id=provider).latest("pk").public_id)

    def open(self, name: str, campaign: CampaignWords, called: str, calling: str | None, call_at: datetime, now: datetime) -> None:
        report = CallReport(called, calling, call_at, 120.0, None, None)
        self.tracebacks[name] = open_traceback(
            actor=STAFF, report=report, terminating="TERM", campaign=campaign, direction=Direction.UPSTREAM, now=now
        )

    def answer(self, name: str, provider: str, now: datetime, answer: dict[str, Any], **evidence: Any) -> None:
        request = self.request_of(name, provider)
        receive_request(actor=self.actor(provider), request=request, how="api", now=now)
        said = {"version": "1", "facts_version": 1, "made_by": "agent", "answer": answer, "evidence": evidence or None}
        response = TracebackResponse.model_validate(said)
        later = now + timedelta(seconds=12)
        respond_to_request(actor=self.actor(provider), request=request, response=response, how="api", now=later).raised()


def upstream(provider: str) -> dict[str, Any]:
    return {"kind": "received_from_provider", "upstream": {"provider": provider, "name": PROVIDERS[provider][0]}}


def customer(name: str) -> dict[str, Any]:
    return {"kind": "own_customer", "customer": {"name": name, "kind": "caller", "country": "US"}, "action_taken": "warned"}


def make_scene() -> Scene:
    """The whole scene; its present is two days after it began."""
    scene = Scene()
    _register(scene)
    _found(scene, "found", OPENED, WARRANTY, "+16175550172", "+12025550143")
    _disputed(scene, OPENED + timedelta(minutes=20))
    _unknown(scene, OPENED + timedelta(minutes=30))
    _silent(scene, OPENED + timedelta(minutes=40))
    wednesday = OPENED + timedelta(days=1, hours=26)
    tick(actor=CLOCK, now=wednesday - timedelta(hours=2), limit=100)
    tick(actor=CLOCK, now=wednesday, limit=100)
    _declined(scene, wednesday + timedelta(minutes=1))
    _running(scene, wednesday + timedelta(minutes=5))
    scene.now = wednesday + timedelta(minutes=31)
    return scene


def _register(scene: Scene) -> None:
    register_organisation(actor=STAFF, kind=OrganisationKind.CONSORTIUM, name="Traceback Consortium", public_id="CONSORTIUM", now=OPENED)
    _person(scene, "CONSORTIUM", "analyst", "Ines Okafor", Role.ANALYST)
    _person(scene, "CONSORTIUM", "reader", "Sam Reyes", Role.READER)
    for public_id, (name, country, zone) in PROVIDERS.items():
        register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name=name, public_id=f"O-{public_id}", now=OPENED)
        filing = ProviderFiling(name, country, zone, "", "", "", "")
        register_provider(actor=STAFF, filing=filing, organisation=f"O-{public_id}", public_id=public_id, now=OPENED)
        _person(scene, f"O-{public_id}", public_id, f"Responder at {name}", Role.RESPONDER)


def _person(scene: Scene, organisation: str, who: str, name: str, role: Role) -> None:
    email = f"{who.lower()}@example.org"
    add_person(
        actor=STAFF,
        organisation=organisation,
        email=email,
        name=name,
        role=role,
        time_zone="America/New_York",
        password=PASSWORD,
        now=OPENED,
    )
    scene.people[who] = email


def _found(scene: Scene, name: str, at: datetime, campaign: CampaignWords, called: str, calling: str) -> None:
    call = datetime(2026, 11, 22, 18, 50, tzinfo=UTC)
    scene.open(name, campaign, called, calling, call, at)
    scene.answer(name, "TERM", at, upstream("TRAN1"), started_at=call, called_on_wire=called, call_id="a1f0@10.0.0.4", attestation="C")
    scene.answer(
        name, "TRAN1", at + timedelta(minutes=1), upstream("TRAN2"),
        started_at=call - timedelta(seconds=0.4), called_on_wire=called[1:], call_id="77ab@10.2.0.9", attestation="C",
    )  # fmt: skip
    _more_of(scene, name, at, call, called)


def _more_of(scene: Scene, name: str, at: datetime, call: datetime, called: str) -> None:
    later = at + timedelta(minutes=2)
    scene.answer(
        name, "TRAN2", later, upstream("ORIG"),
        started_at=call - timedelta(seconds=1.1), called_on_wire="011" + called[1:], call_id="77ab@10.2.0.9", attestation="B",
    )  # fmt: skip
    scene.answer(name, "ORIG", later, customer("Brightpath Marketing LLC"), started_at=call - timedelta(seconds=1.3), attestation="A")


def _disputed(scene: Scene, at: datetime) -> None:
    scene.open("disputed", BANK, "+16175550110", "+18005550199", at - timedelta(hours=3), at)
    scene.answer("disputed", "TERM", at, upstream("TRAN1"), attestation="B")
    scene.answer("disputed", "TRAN1", at, upstream("GATE"))
    request = scene.request_of("disputed", "GATE")
    receive_request(actor=scene.actor("GATE"), request=request, how="portal", now=at)
    dispute = Dispute(version="1", reason="No trunk of ours leads to Harbor Voice.")
    dispute_claim(actor=scene.actor("GATE"), request=request, dispute=dispute, now=at + timedelta(hours=1))
    hop = scene.request_of("disputed", "GATE")
    decide_hop.uphold_dispute(actor=STAFF, hop=hop, reason="Harbor Voice's trunk table is out of date.", now=at + timedelta(hours=2))
    scene.answer("disputed", "TRAN1", at + timedelta(hours=3), upstream("TRAN2"))
    request = scene.request_of("disputed", "TRAN2")
    receive_request(actor=scene.actor("TRAN2"), request=request, how="portal", now=at + timedelta(hours=3))
    dispute_claim(actor=scene.actor("TRAN2"), request=request, dispute=dispute, now=at + timedelta(hours=4))


def _unknown(scene: Scene, at: datetime) -> None:
    scene.open("unknown", UTILITY, "+12125550151", "+12025550188", at - timedelta(hours=1), at)
    scene.answer("unknown", "TERM", at, upstream("TRAN1"))
    scene.answer("unknown", "TRAN1", at, {"kind": "received_from_provider", "upstream": {"name": "QuickDial Networks Inc"}})
    scene.open("abroad", UTILITY, "+12125550150", None, at - timedelta(hours=1), at)
    scene.answer("abroad", "TERM", at, upstream("GATE"))
    abroad = {"kind": "received_from_abroad", "upstream": {"name": "Luzon International Telecom", "country": "PH"}}
    scene.answer("abroad", "GATE", at, abroad)


def _silent(scene: Scene, at: datetime) -> None:
    scene.open("silent", WARRANTY, "+16175550133", "+13055550160", at - timedelta(hours=2), at)
    scene.answer("silent", "TERM", at, upstream("TRAN2"))
    receive_request(actor=scene.actor("TRAN2"), request=scene.request_of("silent", "TRAN2"), how="portal", now=at)


def _declined(scene: Scene, at: datetime) -> None:
    scene.open("declined", BANK, "+16175550181", "+18005550123", at - timedelta(hours=2), at)
    scene.answer("declined", "TERM", at, upstream("TRAN2"))
    scene.answer("declined", "TRAN2", at, {"kind": "declined", "reason": "Our contract with the carrier forbids naming it."})


def _running(scene: Scene, at: datetime) -> None:
    scene.open("running", BANK, "+16175550172", "+18005550100", at - timedelta(hours=5), at)
    scene.answer("running", "TERM", at, upstream("TRAN1"), started_at=at - timedelta(hours=5), call_id="9d0c@10.0.0.4", attestation="B")
    scene.open("new", UTILITY, "+16175550190", "+12025550177", at - timedelta(hours=1), at + timedelta(minutes=1))
    scene.answer(
        "running", "TRAN1", at + timedelta(minutes=2), upstream("TRAN2"), started_at=at - timedelta(hours=5), call_id="9d0c@10.0.0.4"
    )
    confirm_claim(
        actor=scene.actor("TRAN2"),
        request=scene.request_of("running", "TRAN2"),
        confirmation=Confirmation(version="1"),
        now=at + timedelta(minutes=3),
    )
    scene.open("mine", WARRANTY, "+16175550128", "+12025550144", at - timedelta(hours=4), at)
    scene.answer("mine", "TERM", at, upstream("TRAN1"), started_at=at - timedelta(hours=4), call_id="e11b@10.0.0.4")
    receive_request(actor=scene.actor("TRAN1"), request=scene.request_of("mine", "TRAN1"), how="portal", now=at)
