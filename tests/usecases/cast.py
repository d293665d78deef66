"""Who is on stage in the tests of the use cases: a consortium and a few providers; what they do, in few words."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Role, Scope, key_reaches, operator, person_reaches
from star57.hub.reads.tracebacks import traceback_view
from star57.hub.reads.views import Station, TracebackRow
from star57.hub.records.models import Hop, JournalEntry, Response
from star57.hub.usecases import decide_hop
from star57.hub.usecases.open_traceback import CallReport, CampaignWords, open_traceback
from star57.hub.usecases.receive_request import receive_request
from star57.hub.usecases.register_organisation import ProviderFiling, register_organisation, register_provider
from star57.hub.usecases.respond_to_request import respond_to_request
from star57.wire.messages import Receipt, TracebackRequest, TracebackResponse
from star57.wire.values import Direction

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York."""
STAFF = operator("tests")
CAMPAIGN = CampaignWords("Car warranty", "A recorded voice offers a warranty nobody had.", "", 5)
CALL = CallReport("+16175550172", "+12025550143", MONDAY - timedelta(hours=20), 60.0, None, None)
PROVIDERS = {
    "TERM": ("Cedar Valley Telephone", "US", "America/New_York"),
    "TRAN1": ("Harbor Voice", "US", "America/New_York"),
    "TRAN2": ("Meridian Long Distance", "US", "America/New_York"),
    "ORIG": ("Lakeshore Cloud Telephony", "US", "America/New_York"),
    "MAPLE": ("Maple Telecom", "CA", "America/Toronto"),
    "LUZON": ("Luzon International", "PH", "Asia/Manila"),
}


def person_of(provider: str) -> Actor:
    """A responder of the provider's organisation; entries name it, no row is needed."""
    reaches = person_reaches(OrganisationKind.PROVIDER, Role.RESPONDER)
    return Actor(ActorKind.PERSON, f"U-{provider}", f"Responder at {provider}", f"O-{provider}", OrganisationKind.PROVIDER, reaches)


def program_of(provider: str) -> Actor:
    """A program with a full key of the provider's organisation."""
    reaches = key_reaches(OrganisationKind.PROVIDER, frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_ANSWER}))
    return Actor(ActorKind.KEY, f"K-{provider}", f"{provider}'s agent", f"O-{provider}", OrganisationKind.PROVIDER, reaches)


def upstream(provider: str) -> dict[str, Any]:
    return {"kind": "received_from_provider", "upstream": {"provider": provider, "name": PROVIDERS[provider][0]}}


def stranger(name: str) -> dict[str, Any]:
    return {"kind": "received_from_provider", "upstream": {"name": name}}


def abroad(name: str, country: str, provider: str | None = None) -> dict[str, Any]:
    return {"kind": "received_from_abroad", "upstream": {"name": name, "country": country, "provider": provider}}


def served_by(provider: str) -> dict[str, Any]:
    return {"kind": "not_our_number", "served_by": {"provider": provider, "name": PROVIDERS[provider][0]}}


def caller(name: str = "Brightpath Marketing LLC") -> dict[str, Any]:
    return {"kind": "own_customer", "customer": {"name": name, "kind": "caller"}, "action_taken": "warned"}


def reseller(name: str, provider: str | None = None) -> dict[str, Any]:
    return {"kind": "own_customer", "customer": {"name": name, "kind": "reseller", "provider": provider}, "action_taken": "none"}


def no_record(*, expired: bool = False) -> dict[str, Any]:
    searched = {"systems": ["switch-1"], "since": "2026-11-22T00:00:00Z", "until": "2026-11-23T00:00:00Z"}
    return {"kind": "no_record_found", "searched": searched, "records_expired": expired}


def declined() -> dict[str, Any]:
    return {"kind": "declined", "reason": "A contract forbids us to name it."}


def said(answer: Mapping[str, Any], facts_version: int = 1, **more: Any) -> TracebackResponse:
    return TracebackResponse.model_validate({"version": "1", "facts_version": facts_version, "made_by": "agent", "answer": answer, **more})


@dataclass(slots=True)
class Stage:
    """One traceback at a time, and a clock that the test moves."""

    now: datetime = MONDAY
    traceback: str = ""
    facts_version: int = field(default=1)

    def open(self, terminating: str = "TERM", direction: Direction = Direction.UPSTREAM, campaign: CampaignWords = CAMPAIGN) -> str:
        self.traceback = open_traceback(
            actor=STAFF, report=CALL, terminating=terminating, campaign=campaign, direction=direction, now=self.now
        )
        return self.traceback

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def hops(self, provider: str) -> list[Hop]:
        """The provider's hops in this traceback, the first asked first."""
        rows = Hop.objects.filter(traceback__public_id=self.traceback, provider__public_id=provider)
        return list(rows.select_related("provider", "downstream__provider").order_by("pk"))

    def hop(self, provider: str) -> Hop:
        """The provider's latest hop."""
        return self.hops(provider)[-1]

    def unknown(self) -> Hop:
        """The hop of a name that nobody knows."""
        return Hop.objects.filter(traceback__public_id=self.traceback, provider=None).order_by("-pk")[0]

    def receive(self, provider: str) -> TracebackRequest:
        return receive_request(actor=program_of(provider), request=self.hop(provider).public_id, how="api", now=self.now)

    def answer(self, provider: str, answer: Mapping[str, Any], **more: Any) -> Receipt:
        """Received and answered at once."""
        request = self.receive(provider)
        response = said(answer, **{"facts_version": request.facts_version, **more})
        outcome = respond_to_request(actor=program_of(provider), request=request.id, response=response, how="api", now=self.now)
        return outcome.raised()

    def trace(self, *path: str) -> None:
        """Each names the next of the path."""
        for provider, named in itertools.pairwise(path):
            self.answer(provider, upstream(named))

    def status(self, provider: str) -> str:
        return self.hop(provider).status

    @property
    def row(self) -> TracebackRow:
        return traceback_view(actor=STAFF, traceback=self.traceback).row

    @property
    def outcome(self) -> str:
        return self.row.outcome.value if self.row.outcome else ""

    def station(self, provider: str) -> Station:
        return [each for each in self.row.stations if each.provider == provider][-1]

    def facts(self, provider: str) -> list[str]:
        """What befell the provider's latest hop, oldest first."""
        entries = JournalEntry.objects.filter(subject_kind="hop", subject_id=self.hop(provider).public_id)
        return list(entries.order_by("version").values_list("fact", flat=True))

    def texts_kept(self, provider: str) -> int:
        return Response.objects.filter(hop=self.hop(provider)).count()

    def decide(self, decision: str, hop: Hop, **words: str) -> None:
        """A decision of staff by its name in decide_hop."""
        getattr(decide_hop, decision)(actor=STAFF, hop=hop.public_id, **words, now=self.now)


def enter_everybody(now: datetime = MONDAY) -> None:
    """The consortium, and each provider with an organisation of its own."""
    register_organisation(actor=STAFF, kind=OrganisationKind.CONSORTIUM, name="Traceback Consortium", public_id="CONSORTIUM", now=now)
    for public_id, (name, country, zone) in PROVIDERS.items():
        enter_provider(public_id, name, country, zone, now)


def enter_provider(public_id: str, name: str, country: str, zone: str, now: datetime = MONDAY) -> None:
    register_organisation(actor=STAFF, kind=OrganisationKind.PROVIDER, name=name, public_id=f"O-{public_id}", now=now)
    filing = ProviderFiling(name, country, zone, "", "", "", f"traces@{public_id.lower()}.example")
    register_provider(actor=STAFF, filing=filing, organisation=f"O-{public_id}", public_id=public_id, now=now)
