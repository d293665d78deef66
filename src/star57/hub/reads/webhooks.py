"""An organisation's webhooks and what became of their deliveries."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads.reach import own_rows
from star57.hub.records.models import Webhook, WebhookDelivery

SHOWN = 50


@dataclass(frozen=True, slots=True)
class WebhookView:
    """One webhook."""

    id: str
    address: str


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One delivery with its last attempt. next_at: when it is tried again by itself."""

    id: str
    webhook: str
    kind: str
    made_at: datetime
    delivered_at: datetime | None
    next_at: datetime | None
    attempts: int
    last_status: int | None
    last_problem: str


def webhooks_of(*, actor: Actor) -> tuple[WebhookView, ...]:
    """The current webhooks of the actor's own organisation. Raises NotAllowed."""
    _check(actor)
    rows = own_rows(actor, Webhook.objects.filter(is_current=True)).order_by("pk")
    return tuple(WebhookView(row.public_id, row.address) for row in rows)


def deliveries_of(*, actor: Actor) -> tuple[DeliveryView, ...]:
    """The latest deliveries, the newest first. Raises NotAllowed."""
    _check(actor)
    rows = own_rows(actor, WebhookDelivery.objects.all(), "webhook__organisation").select_related("webhook")
    return tuple(_delivery(row) for row in rows.prefetch_related("tries").order_by("-made_at", "-pk")[:SHOWN])


def _delivery(row: WebhookDelivery) -> DeliveryView:
    last = max(row.tries.all(), key=lambda each: each.pk, default=None)
    return DeliveryView(
        id=row.public_id,
        webhook=row.webhook.public_id,
        kind=row.kind,
        made_at=row.made_at,
        delivered_at=row.delivered_at,
        next_at=row.next_at,
        attempts=row.attempts,
        last_status=last.status if last else None,
        last_problem=last.problem if last else "",
    )


def _check(actor: Actor) -> None:
    if actor.reach(Action.MANAGE_WEBHOOKS) is None:
        raise NotAllowed("%(name)s may not manage webhooks. Ask your organisation's admin.", name=actor.name)
