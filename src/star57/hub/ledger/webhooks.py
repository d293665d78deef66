"""Writes webhooks, publishes notices to them, leases deliveries to one worker at a time. Deliveries are work in hand, not the record."""

import base64
import json
import secrets as randomness
from datetime import datetime, timedelta
from typing import TypeAlias

from django.conf import settings
from django.db.models import Q

from star57.hub.domain.access import Actor
from star57.hub.domain.webhooks import BOTH_SIGN_FOR, PREFIX, SECRET_BYTES, wait_after
from star57.hub.ledger import rows
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.reach import answerers_of
from star57.hub.records import ids
from star57.hub.records.lookup import only
from star57.hub.records.models import Notice, Organisation, Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret
from star57.proof.entries import instant

DeliveryRow: TypeAlias = WebhookDelivery
WebhookRow: TypeAlias = Webhook
LEASED_FOR = timedelta(minutes=2)
AT_ONCE = 500


def enter(organisation: Organisation, address: str, *, actor: Actor, now: datetime) -> tuple[Webhook, str]:
    """A new webhook and its secret."""
    row = Webhook(organisation=organisation, address=address, is_current=True)
    rows.create(row, "webhook", "webhook_entered", actor=actor, at=now, details={"organisation": organisation.public_id})
    return row, _new_secret(row, now)


def rotate(webhook: Webhook, *, actor: Actor, now: datetime) -> str:
    """A new secret; the one before signs beside it for a day."""
    rows.change(webhook, "webhook", "webhook_secret_rotated", actor=actor, at=now, changes={})
    WebhookSecret.objects.filter(webhook=webhook, ends_at__isnull=True).update(ends_at=now + BOTH_SIGN_FOR)
    return _new_secret(webhook, now)


def end(webhook: Webhook, *, actor: Actor, now: datetime) -> None:
    """Nothing is sent there any more."""
    rows.change(webhook, "webhook", "webhook_ended", actor=actor, at=now, changes={"is_current": False})
    WebhookDelivery.objects.filter(webhook=webhook).update(next_at=None)
    WebhookSecret.objects.filter(webhook=webhook).delete()


def _new_secret(webhook: Webhook, now: datetime) -> str:
    secret = PREFIX + base64.b64encode(randomness.token_bytes(SECRET_BYTES)).decode()
    WebhookSecret.objects.create(webhook=webhook, secret=secret, made_at=now)
    return secret


def webhook_by_id(public_id: str) -> Webhook | None:
    """A current webhook with its organisation."""
    return only(Webhook.objects.select_related("organisation").filter(public_id=public_id, is_current=True).order_by())


def publish(now: datetime) -> int:
    """Make deliveries of notices to providers whose organisations listen; returns how many notices were looked at."""
    with transaction():
        waiting = Notice.objects.filter(is_published=False).order_by("pk").select_for_update(skip_locked=True, of=("self",))
        found = list(waiting.select_related("hop__provider__organisation", "entry")[:AT_ONCE])
        if found and Webhook.objects.filter(is_current=True).exists():
            for notice in found:
                _publish(notice, now)
        Notice.objects.filter(pk__in=[notice.pk for notice in found]).update(is_published=True)
    return len(found)


def _publish(notice: Notice, now: datetime) -> None:
    if notice.hop is None or notice.hop.provider is None or notice.entry is None:
        return
    listening = Webhook.objects.filter(organisation__public_id__in=answerers_of(notice.hop.provider), is_current=True)
    for webhook in listening:
        public_id = ids.delivery_id()
        kind = f"star57.request.{notice.kind}"
        body = _event(public_id, kind, notice)
        WebhookDelivery.objects.create(public_id=public_id, webhook=webhook, kind=kind, body=body, made_at=now, next_at=now, attempts=0)


def _event(public_id: str, kind: str, notice: Notice) -> str:
    """A CloudEvents 1.0 body. It names the request and nothing of the call: the API tells the rest to whoever may read it."""
    hop, entry = notice.hop, notice.entry
    assert hop is not None
    assert hop.provider is not None
    assert entry is not None
    data = {
        "request": hop.public_id,
        "provider": hop.provider.public_id,
        "due_at": instant(hop.due_at) if hop.due_at else None,
        "entry": entry.public_id,
        "entry_hash": entry.hash,
    }
    event = {
        "specversion": "1.0",
        "id": public_id,
        "source": settings.PORTAL_URL,
        "type": kind,
        "subject": hop.public_id,
        "time": instant(notice.at),
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, separators=(",", ":"))


def lease(now: datetime) -> WebhookDelivery | None:
    """The next delivery, for this worker alone until the lease ends."""
    with transaction():
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        ready = WebhookDelivery.objects.filter(free, next_at__lte=now, webhook__is_current=True).order_by("next_at", "pk")
        row = ready.select_for_update(skip_locked=True, of=("self",)).select_related("webhook").first()
        if row is None:
            return None
        row.lease, row.leased_until, row.attempts = ids.mail_token(), now + LEASED_FOR, row.attempts + 1
        row.save(update_fields=["lease", "leased_until", "attempts"])
        return row


def secrets_of(webhook: Webhook, now: datetime) -> tuple[str, ...]:
    """Those that sign now, the newest first."""
    live = WebhookSecret.objects.filter(webhook=webhook).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    return tuple(live.order_by("-pk").values_list("secret", flat=True))


def note_attempt(row: WebhookDelivery, status: int | None, problem: str, took_ms: int, now: datetime) -> None:
    """What came of it; after a failure it waits ever longer, and at last is left to a person's redelivery."""
    is_taken = status is not None and 200 <= status < 300
    wait = None if is_taken else wait_after(row.attempts)
    with transaction():
        WebhookAttempt.objects.create(delivery=row, at=now, status=status, problem=problem[:300], took_ms=took_ms)
        WebhookDelivery.objects.filter(pk=row.pk, lease=row.lease).update(
            next_at=now + wait if wait else None, leased_until=None, delivered_at=now if is_taken else None
        )


def redeliver(public_id: str, organisation: str, now: datetime) -> bool:
    """Send it once more, now; False when the organisation has no such delivery."""
    own = WebhookDelivery.objects.filter(public_id=public_id, webhook__organisation__public_id=organisation, webhook__is_current=True)
    return bool(own.update(next_at=now, attempts=0, delivered_at=None))


def count_of(organisation: Organisation) -> int:
    """How many current webhooks it has."""
    return Webhook.objects.filter(organisation=organisation, is_current=True).count()
