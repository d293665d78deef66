"""Files attached to a hop, a traceback or a campaign. The file lies in the evidence store under its SHA-256; its name is sealed."""

from django.db import models

from star57.hub.domain.attaching import Subject
from star57.hub.records import ids


class Attachment(models.Model):
    """One attached file. subject_id is the subject's public id; organisation is whose people attached it, "" for the console."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.attachment_id)
    subject_kind = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Subject])
    subject_id = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    attached_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="attachment_by_subject")]
