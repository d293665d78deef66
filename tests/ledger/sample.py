"""One row in every guarded table, written through the ledger."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model

from star57.hub.domain.access import CLOCK
from star57.hub.ledger import rows
from star57.hub.records.models import (
    ApiKey,
    Attachment,
    Authorisation,
    Campaign,
    Contact,
    Hop,
    Invitation,
    JournalEntry,
    Membership,
    NeighbourName,
    Organisation,
    Person,
    Provider,
    Response,
    Sealed,
    Traceback,
    Viewing,
    Webhook,
)

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    """subjects: table -> its journaled row; beside them a response and a sealed text."""

    subjects: dict[str, Any]
    response: Response
    sealed: Sealed

    @property
    def organisation(self) -> Organisation:
        found: Organisation = self.subjects["records_organisation"]
        return found

    def every_row(self) -> list[Model]:
        return [*self.subjects.values(), self.response, self.sealed, self.response.entry]


def enter(row: Any, kind: str) -> Any:
    rows.create(row, kind, "entered", actor=CLOCK, at=NOW, secret_texts={"reason": f"why {kind}"})
    return row


def change(row: Any, kind: str, **changes: object) -> None:
    rows.change(row, kind, "changed", actor=CLOCK, at=NOW, changes=changes)


def write_sample() -> Sample:
    organisation = enter(Organisation(kind="provider", name="Cedar Valley Telephone"), "organisation")
    provider = enter(Provider(organisation=organisation, name="Cedar Valley Telephone", country="US"), "provider")
    person = Person.objects.create(email="lee@cedar.example", name="Lee")
    membership = enter(Membership(person=person, organisation=organisation, role="admin", is_current=True), "membership")
    key = enter(ApiKey(organisation=organisation, name="agent", secret_hash="0" * 64, scopes="", created_at=NOW), "key")
    campaign = enter(Campaign(name="Car warranty", why_suspicious="Recorded voice", harm_rank=3), "campaign")
    call = {"called_number": "+16175550172", "calling_number": "+12025550143", "call_at": NOW, "uncertainty_s": 60.0}
    state = {"direction": "upstream", "status": "open", "facts_version": 1, "opened_at": NOW}
    traceback = enter(Traceback(campaign=campaign, **call, **state), "traceback")
    asked = {"status": "requested", "claim": "none", "facts_version": 1, "opened_at": NOW, "is_late": False}
    hop = enter(Hop(traceback=traceback, provider=provider, named_as=provider.name, **asked), "hop")
    declined = {"changes": {"status": "declined"}, "secret_texts": {"response": "We will not say."}}
    written = rows.change(hop, "hop", "declined", actor=CLOCK, at=NOW, **declined)
    entry = JournalEntry.objects.get(public_id=written.public_id)
    given = {
        "kind": "declined",
        "standing": "stands",
        "made_by": "person",
        "given_how": "api",
        "responder_is_verified": True,
        "facts_version": 1,
        "is_late": False,
    }
    response = Response.objects.create(hop=hop, entry=entry, given_at=NOW, **given)
    each = (organisation, provider, membership, key, campaign, traceback, hop, *_around(organisation, provider, hop))
    return Sample({row._meta.db_table: row for row in each}, response, entry.sealed_texts.get(field="response"))


def _around(organisation: Organisation, provider: Provider, hop: Hop) -> tuple[Any, ...]:
    """What else is on record of an organisation and its provider."""
    file = {"media_type": "text/plain", "size": 3, "sha256": "0" * 64, "attached_at": NOW}
    invited = {
        "email": "ana@cedar.example",
        "role": "reader",
        "token_hash": "1" * 64,
        "invited_at": NOW,
        "expires_at": NOW + timedelta(days=7),
    }
    return (
        enter(Attachment(subject_kind="hop", subject_id=hop.public_id, **file), "attachment"),
        enter(Contact(provider=provider, kind="requests", address="noc@cedar.example", rank=1, is_current=True), "contact"),
        enter(Webhook(organisation=organisation, address="https://cedar.example/star57", is_current=True), "webhook"),
        enter(Invitation(organisation=organisation, **invited), "invitation"),
        enter(Authorisation(provider=provider, organisation=organisation, granted_by="U-ADA", granted_at=NOW), "authorisation"),
        enter(NeighbourName(organisation=organisation, name="XC-44", key="xc-44", provider=provider), "neighbour"),
        enter(Viewing(organisation=organisation, person="U-ADA", started_at=NOW, until=NOW + timedelta(minutes=30)), "viewing"),
    )
