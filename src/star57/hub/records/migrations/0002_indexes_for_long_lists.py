"""Indexes for lists that have grown long: a provider's requests in order, and the few facts its home looks for. Adds, and changes no table."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0001_tables")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="hop",
            index=models.Index(fields=["provider", "asked_at", "public_id", "status"], name="hop_by_provider_asked"),
        ),
        migrations.AddIndex(
            model_name="hop",
            index=models.Index(
                fields=["provider", "answered_at"], name="hop_by_provider_answered", condition=models.Q(answered_at__isnull=False)
            ),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(
                fields=["fact", "subject_id"],
                name="entry_by_rare_fact",
                condition=models.Q(fact__in=("answer_sent_back", "claim_disputed", "dispute_rejected", "dispute_upheld")),
            ),
        ),
    ]
