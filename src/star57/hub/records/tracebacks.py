"""Campaigns and tracebacks: the call that is followed upstream and why it is suspicious."""

from django.db import models

from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.records import ids
from star57.hub.records.organisations import Organisation
from star57.wire.values import Direction


class Campaign(models.Model):
    """Calls that say the same thing for the same purpose."""

    public_id = models.CharField(max_length=64, unique=True, default=ids.campaign_id)
    name = models.CharField(max_length=300)
    why_suspicious = models.TextField()
    transcript = models.TextField(blank=True)
    harm_rank = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Traceback(models.Model):
    """The case: one call. status and outcome follow from its hops."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.traceback_id)
    direction = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Direction])
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tracebacks")
    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    called_number = models.CharField(max_length=16, db_index=True)
    calling_number = models.CharField(max_length=16, blank=True, db_index=True)
    call_at = models.DateTimeField()
    uncertainty_s = models.FloatField()
    call_id = models.CharField(max_length=300, blank=True)
    origid = models.CharField(max_length=100, blank=True)
    facts_version = models.PositiveIntegerField()
    opened_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=16, choices=[(each.value, each.value) for each in TracebackStatus], db_index=True)
    outcome = models.CharField(max_length=32, choices=[(each.value, each.value) for each in Outcome], blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.public_id


class TracebackSummary(models.Model):
    """What lists ask of a traceback, worked out again after every change. Not part of the record: it can be rebuilt."""

    traceback = models.OneToOneField(Traceback, on_delete=models.CASCADE, primary_key=True, related_name="summary")
    changed_at = models.DateTimeField(db_index=True)
    needs_person = models.BooleanField(db_index=True)
    due_at = models.DateTimeField(null=True)
