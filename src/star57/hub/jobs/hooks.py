"""The webhooks' round: publish notices to whoever listens, deliver what is due, note what came of it."""

from collections.abc import Callable

from django.conf import settings

from star57 import clock
from star57.hub.domain.webhooks import signature
from star57.hub.jobs.calling_out import post
from star57.hub.ledger import webhooks

Stopped = Callable[[], bool]


def deliver_round(is_stopped: Stopped) -> int:
    """Everything that can be delivered now; returns how many attempts were made."""
    while webhooks.publish(clock.now()) and not is_stopped():
        pass
    made = 0
    while not is_stopped() and (row := webhooks.lease(clock.now())):
        deliver(row)
        made += 1
    return made


def deliver(row: webhooks.DeliveryRow) -> None:
    """One attempt: the same id and body every time, with the time of this attempt signed."""
    now, body = clock.now(), row.body.encode("utf-8")
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "Star57-Webhooks",
        "webhook-id": row.public_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(webhooks.secrets_of(row.webhook, now), row.public_id, now, body),
    }
    called = post(row.webhook.address, headers, body, loopback_allowed=settings.WEBHOOKS_TO_LOOPBACK)
    webhooks.note_attempt(row, called.status, called.problem, called.took_ms, clock.now())
