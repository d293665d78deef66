"""Whom the hub writes to at a provider: list, add, replace, retire, test."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel

from star57.hub.api.calling import change, show, write
from star57.hub.api.inputs import Body
from star57.hub.api.outputs import Changed, Opened
from star57.hub.domain.access import Actor
from star57.hub.domain.contacts import ContactKind
from star57.hub.domain.mail_addresses import LONGEST
from star57.hub.reads.contacts import contacts_of
from star57.hub.usecases import manage_contacts
from star57.hub.usecases.manage_contacts import ContactWords
from star57.wire.values import Instant, PublicId

router = Router(tags=["contacts"])
ContactId = Annotated[str, Path(max_length=64)]
EXAMPLE: dict[str, JsonValue] = {"kind": "escalation", "name": "Lee Moreno", "address": "lee@cedar.example", "telephone": "+1 202 555 0114"}


class ContactWordsIn(Body):
    """What is known of a contact: an address or a telephone number at least."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    kind: ContactKind
    name: Annotated[str, Field(max_length=300)] = ""
    address: Annotated[str, Field(max_length=LONGEST)] = ""
    telephone: Annotated[str, Field(max_length=40)] = ""
    language: Annotated[str, Field(max_length=16, description='of mails, as "es"; the country\'s when left out')] = ""

    def words(self) -> ContactWords:
        """For the use case."""
        return ContactWords(self.kind, self.name, self.address, self.telephone, self.language)


class ContactIn(ContactWordsIn):
    """A contact of one of your providers."""

    model_config = ConfigDict(json_schema_extra={"example": {"provider": "P-4K7M-Q2XW-9TRB", **EXAMPLE}})
    provider: PublicId


class ContactOut(BaseModel):
    """A contact. tested_at: when its mail server last took a test mail; failed_at: when mail to it came back."""

    id: str
    provider: str
    kind: ContactKind
    rank: int
    name: str
    address: str
    telephone: str
    language: str
    tested_at: Instant | None
    failed_at: Instant | None


Contacts = RootModel[list[ContactOut]]


@router.get("/contacts", response=list[ContactOut], summary="Whom the hub writes to")
async def list_contacts(
    request: HttpRequest,
    organisation: Annotated[str | None, Query(max_length=64, description="for staff; your own when left out")] = None,
) -> HttpResponse:
    """By provider, use and order."""

    def work(actor: Actor) -> BaseModel:
        found = contacts_of(actor=actor, organisation=organisation or actor.organisation or "")
        return Contacts([ContactOut.model_validate(each, from_attributes=True) for each in found])

    return await show(request, work)


@router.post("/contacts", response={201: Opened}, summary="Add a contact")
async def add(request: HttpRequest, body: ContactIn) -> HttpResponse:
    """It comes behind those of its kind."""

    def work(actor: Actor, now: datetime) -> BaseModel:
        return Opened(id=manage_contacts.add_contact(actor=actor, provider=body.provider, words=body.words(), now=now))

    return await write(request, 201, work)


@router.post("/contacts/{contact_id}/replacement", response={201: Opened}, summary="Replace a contact")
async def replace(request: HttpRequest, contact_id: ContactId, body: ContactWordsIn) -> HttpResponse:
    """The old address is told. The answer names the new contact."""

    def work(actor: Actor, now: datetime) -> BaseModel:
        return Opened(id=manage_contacts.replace_contact(actor=actor, contact=contact_id, words=body.words(), now=now))

    return await write(request, 201, work)


@router.post("/contacts/{contact_id}/retirement", response={200: Changed}, summary="Retire a contact")
async def retire(request: HttpRequest, contact_id: ContactId) -> HttpResponse:
    """Not the only address that requests go to."""
    return await change(
        request, 200, contact_id, lambda actor, now: manage_contacts.retire_contact(actor=actor, contact=contact_id, now=now)
    )


@router.post("/contacts/{contact_id}/test", response={200: Changed}, summary="Send a contact a test mail")
async def test(request: HttpRequest, contact_id: ContactId) -> HttpResponse:
    """It counts as tested when its mail server takes it."""
    return await change(request, 200, contact_id, lambda actor, now: manage_contacts.test_contact(actor=actor, contact=contact_id, now=now))
