"""The journal: one row per fact, never changed; and the sealed texts that entries only commit to."""

from django.db import models

from star57.hub.domain.facts import HopFact
from star57.hub.records import ids

RARE_FACTS = tuple(
    fact.value for fact in (HopFact.ANSWER_SENT_BACK, HopFact.CLAIM_DISPUTED, HopFact.DISPUTE_REJECTED, HopFact.DISPUTE_UPHELD)
)
"""Facts that a carrier's page looks for among all its requests."""


class JournalEntry(models.Model):
    """Who did what to which subject, when. body is canonical JSON, hash its SHA-256."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.entry_id)
    subject_kind = models.CharField(max_length=16)
    subject_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    fact = models.CharField(max_length=32)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["fact", "subject_id"], name="entry_by_rare_fact", condition=models.Q(fact__in=RARE_FACTS))]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "version"], name="one_entry_per_version"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="entry_version_from_1"),
        ]


class Sealed(models.Model):
    """Salt and content behind one commitment of one entry. Erasure by law removes both; the entry still proves."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="sealed_texts")
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=16)
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="one_sealed_text_per_field")]
