"""What people keep for their own work: saved views of the queue, and where a note names them. Not part of the record."""

from django.db import models

from star57.hub.records import ids
from star57.hub.records.journal import JournalEntry
from star57.hub.records.organisations import Organisation
from star57.hub.records.people import Person


class SavedView(models.Model):
    """A name for an address of the queue. is_shared: colleagues in the organisation see it too."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.view_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_saved_view_per_name")]


class Mention(models.Model):
    """A note names a colleague. The note itself is the entry's sealed text."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentions")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="one_mention_per_note")]
