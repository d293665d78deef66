"""Campaigns and tracebacks: the call that is followed upstream and why it is suspicious."""

from django.db import models

from star57.hub.domain.tracing import Outcome, TracebackStatus
from star57.hub.domain.work import WorkKind
from star57.hub.records import ids
from star57.hub.records.organisations import Organisation, Provider
from star57.hub.records.people import Person
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
    """The case: one call. status and outcome follow from its hops.

    tags: words in order, one blank between. doubts_settled: "hop:version" of every doubt an analyst has looked at.
    """

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
    reopened_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    assigned_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    tags = models.CharField(max_length=1000, blank=True)
    doubts_settled = models.TextField(blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["status", "-opened_at"], name="traceback_by_status"),
            models.Index(fields=["outcome", "-opened_at"], name="traceback_by_outcome"),
            models.Index(fields=["campaign", "-opened_at"], name="traceback_by_campaign"),
        ]

    def __str__(self) -> str:
        return self.public_id


class TracebackSummary(models.Model):
    """What lists ask of a traceback, worked out again after every change. Not part of the record: it can be rebuilt."""

    traceback = models.OneToOneField(Traceback, on_delete=models.CASCADE, primary_key=True, related_name="summary")
    changed_at = models.DateTimeField(db_index=True)
    needs_person = models.BooleanField(db_index=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in WorkKind], db_default="resting")
    queue_key = models.BigIntegerField(db_default=0, db_index=True)
    assigned_to = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    waits_on = models.ForeignKey(Provider, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "queue_key"], name="summary_by_kind"),
            models.Index(fields=["assigned_to", "queue_key"], name="summary_by_person"),
            models.Index(fields=["waits_on", "queue_key"], name="summary_by_provider"),
        ]


class TracebackTag(models.Model):
    """A traceback's tags once more, one a row, for finding it by one of them. Not part of the record: it can be rebuilt."""

    traceback = models.ForeignKey(Traceback, on_delete=models.CASCADE, related_name="+")
    tag = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "traceback"], name="one_row_per_tag")]
