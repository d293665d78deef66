"""Hops: one provider's leg of one traceback, and every answer it ever gave."""

from django.db import models
from django.db.models import Q

from star57.hub.domain.facts import ClaimState, HopStatus
from star57.hub.records import ids
from star57.hub.records.journal import JournalEntry
from star57.hub.records.organisations import Provider
from star57.hub.records.tracebacks import Traceback


class Hop(models.Model):
    """public_id is the id of the request its provider sees. provider is empty while nobody knows who was named.

    wrote_at is when its provider last wrote what staff has not answered.
    """

    public_id = models.CharField(max_length=24, unique=True, default=ids.request_id)
    traceback = models.ForeignKey(Traceback, on_delete=models.PROTECT, related_name="hops")
    downstream = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="upstream_hops")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="hops")
    named_as = models.CharField(max_length=300)
    named_country = models.CharField(max_length=2, blank=True)
    named_contact = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=24, choices=[(each.value, each.value) for each in HopStatus])
    claim = models.CharField(max_length=12, choices=[(each.value, each.value) for each in ClaimState])
    facts_version = models.PositiveIntegerField()
    known_already = models.TextField(blank=True)
    handed_at = models.DateTimeField(null=True)
    call_id = models.CharField(max_length=300, blank=True)
    origid = models.CharField(max_length=100, blank=True)
    handed_as = models.CharField(max_length=16, blank=True)
    diverted_from = models.CharField(max_length=16, blank=True)
    missing = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    clock_started_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    clock_rule = models.CharField(max_length=60, blank=True)
    clock_version = models.CharField(max_length=60, blank=True)
    clock_zone = models.CharField(max_length=64, blank=True)
    clock_calendar = models.CharField(max_length=300, blank=True)
    pauses = models.TextField(blank=True)
    extended_to = models.DateTimeField(null=True)
    wrote_at = models.DateTimeField(null=True)
    wakes_at = models.DateTimeField(null=True, db_index=True)
    answered_at = models.DateTimeField(null=True)
    is_late = models.BooleanField()
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["provider", "status"], name="hop_by_provider_status"),
            models.Index(fields=["provider", "asked_at", "public_id", "status"], name="hop_by_provider_asked"),
            models.Index(fields=["provider", "answered_at"], name="hop_by_provider_answered", condition=Q(answered_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(provider__isnull=False) | ~Q(named_as=""), name="hop_names_somebody"),
        ]


class Standing(models.TextChoices):
    """What a response counts for. A response that stands can later be replaced; which one stands follows from the order."""

    STANDS = "stands"
    KEPT = "kept"


class Response(models.Model):
    """One answer. Its whole text is sealed beside its entry; here stands what is no personal data. Never changed."""

    hop = models.ForeignKey(Hop, on_delete=models.PROTECT, related_name="responses")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="response")
    kind = models.CharField(max_length=32)
    standing = models.CharField(max_length=8, choices=Standing.choices)
    made_by = models.CharField(max_length=8)
    given_how = models.CharField(max_length=16)
    responder_is_verified = models.BooleanField()
    facts_version = models.PositiveIntegerField()
    is_late = models.BooleanField()
    given_at = models.DateTimeField()
