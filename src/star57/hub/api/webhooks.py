"""Addresses of your own programs that are told: add, rotate the secret, end; what became of each delivery, and once more."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import BaseModel, ConfigDict, Field, RootModel

from star57.hub.api.calling import change, give_secret, show
from star57.hub.api.inputs import Body
from star57.hub.api.outputs import Changed
from star57.hub.domain.access import Actor
from star57.hub.reads.webhooks import deliveries_of, webhooks_of
from star57.hub.usecases import manage_webhooks
from star57.hub.usecases.manage_webhooks import MAX_ADDRESS, MadeWebhook
from star57.wire.values import Instant

router = Router(tags=["webhooks"])
WebhookId = Annotated[str, Path(max_length=64)]
DeliveryId = Annotated[str, Path(max_length=64)]


class WebhookIn(Body):
    """The address of a program of yours."""

    model_config = ConfigDict(json_schema_extra={"example": {"address": "https://carrier.example/star57"}})
    address: Annotated[str, Field(min_length=1, max_length=MAX_ADDRESS)]


class WebhookOut(BaseModel):
    """A webhook."""

    id: str
    address: str


class MadeWebhookOut(BaseModel):
    """A webhook and the secret that signs what it is sent (Standard Webhooks). It is shown this once."""

    id: str
    secret: str


class DeliveryOut(BaseModel):
    """One event sent to one webhook, with its last attempt. next_at: when it is tried again by itself."""

    id: str
    webhook: str
    kind: str
    made_at: Instant
    delivered_at: Instant | None
    next_at: Instant | None
    attempts: int
    last_status: int | None
    last_problem: str


def _made(made: MadeWebhook) -> MadeWebhookOut:
    return MadeWebhookOut.model_validate(made, from_attributes=True)


@router.get("/webhooks", response=list[WebhookOut], summary="Your webhooks")
async def list_webhooks(request: HttpRequest) -> HttpResponse:
    """Those of the key's own organisation."""

    def work(actor: Actor) -> BaseModel:
        return RootModel[list[WebhookOut]]([WebhookOut(id=each.id, address=each.address) for each in webhooks_of(actor=actor)])

    return await show(request, work)


@router.post("/webhooks", response={201: MadeWebhookOut}, summary="Subscribe an address")
async def add(request: HttpRequest, body: WebhookIn) -> HttpResponse:
    """It is told of what your organisation is told. An Idempotency-Key is not heeded here: no secret is kept for a second answer."""
    return await give_secret(request, lambda actor, now: _made(manage_webhooks.add_webhook(actor=actor, address=body.address, now=now)))


@router.post("/webhooks/{webhook_id}/rotation", response={201: MadeWebhookOut}, summary="Rotate a webhook's secret")
async def rotate(request: HttpRequest, webhook_id: WebhookId) -> HttpResponse:
    """For a day the old secret signs beside the new one. An Idempotency-Key is not heeded here."""
    return await give_secret(request, lambda actor, now: _made(manage_webhooks.rotate_secret(actor=actor, webhook=webhook_id, now=now)))


@router.post("/webhooks/{webhook_id}/ending", response={200: Changed}, summary="End a webhook")
async def end(request: HttpRequest, webhook_id: WebhookId) -> HttpResponse:
    """Nothing is sent there any more."""
    return await change(request, 200, webhook_id, lambda actor, now: manage_webhooks.end_webhook(actor=actor, webhook=webhook_id, now=now))


@router.get("/deliveries", response=list[DeliveryOut], summary="What became of the latest deliveries")
async def list_deliveries(request: HttpRequest) -> HttpResponse:
    """The newest first, fifty at most."""

    def work(actor: Actor) -> BaseModel:
        found = deliveries_of(actor=actor)
        return RootModel[list[DeliveryOut]]([DeliveryOut.model_validate(each, from_attributes=True) for each in found])

    return await show(request, work)


@router.post("/deliveries/{delivery_id}/redelivery", response={200: Changed}, summary="Send a delivery once more")
async def redeliver(request: HttpRequest, delivery_id: DeliveryId) -> HttpResponse:
    """The same id and body: your program can tell that it had it."""
    return await change(request, 200, delivery_id, lambda actor, now: manage_webhooks.redeliver(actor=actor, delivery=delivery_id, now=now))
