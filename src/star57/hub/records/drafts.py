"""An answer that is being written: one per request, not part of the record, gone once the request is answered."""

from django.db import models

from star57.hub.records.hops import Hop


class Draft(models.Model):
    """body is what was typed, as JSON; saves counts how often it was saved, so that two writers notice each other."""

    hop = models.OneToOneField(Hop, on_delete=models.PROTECT, primary_key=True, related_name="draft")
    body = models.TextField()
    saved_by = models.CharField(max_length=64)
    saved_at = models.DateTimeField()
    saves = models.PositiveIntegerField()
