"""API keys bound to an organisation, their last use, and the answers kept under idempotency keys."""

from django.db import models

from star57.hub.records import ids
from star57.hub.records.organisations import Organisation


class ApiKey(models.Model):
    """A key's hash and scopes; the secret itself is shown once and never kept."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.key_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()


class ApiKeyUse(models.Model):
    """When a key was last used, to the minute. Not part of the record."""

    key = models.OneToOneField(ApiKey, on_delete=models.CASCADE, primary_key=True, related_name="use")
    last_used_at = models.DateTimeField()


class AgentState(models.Model):
    """What a carrier's agent last said of itself: its version, and which days its store of call records covers. Not part of the record."""

    key = models.OneToOneField(ApiKey, on_delete=models.CASCADE, primary_key=True, related_name="agent")
    agent_version = models.CharField(max_length=40)
    records = models.PositiveBigIntegerField()
    covers_since = models.DateTimeField(null=True)
    covers_until = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField()
    reported_at = models.DateTimeField()


class IdempotentAnswer(models.Model):
    """What was answered under an organisation's Idempotency-Key. Kept 30 days; not part of the record."""

    organisation = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    content_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "organisation"], name="one_answer_per_idempotency_key")]
