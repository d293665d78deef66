"""Webhooks: where an organisation's own programs are told. Subscriptions are the record; secrets and deliveries are not."""

from django.db import models
from django.db.models import Q

from star57.hub.records import ids
from star57.hub.records.organisations import Organisation


class Webhook(models.Model):
    """One address of one organisation."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.webhook_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="webhooks")
    address = models.CharField(max_length=500)
    is_current = models.BooleanField()
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.public_id


class WebhookSecret(models.Model):
    """What deliveries are signed with. After a rotation the old one signs beside the new until it ends."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="secrets")
    secret = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)


class WebhookDelivery(models.Model):
    """One event for one webhook: the same id and body at every attempt."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.delivery_id)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=48)
    body = models.TextField()
    made_at = models.DateTimeField(db_index=True)
    next_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="delivery_by_next", condition=Q(next_at__isnull=False))]


class WebhookAttempt(models.Model):
    """What one attempt met with: an HTTP status, or why there was none."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    took_ms = models.PositiveIntegerField()
