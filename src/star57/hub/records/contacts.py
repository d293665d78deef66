"""Whom the consortium writes to at a provider."""

from django.db import models

from star57.hub.domain.contacts import ContactKind
from star57.hub.records import ids
from star57.hub.records.organisations import Provider


class Contact(models.Model):
    """One contact; rank 1 of its kind is tried first. failed_at: mail to it came back and nobody has tested it since."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.contact_id)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in ContactKind])
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=16, blank=True)
    rank = models.PositiveSmallIntegerField()
    is_current = models.BooleanField()
    tested_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["provider", "kind"], name="contact_by_provider")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(address="") | ~models.Q(telephone=""), name="contact_can_be_reached"),
        ]

    def __str__(self) -> str:
        return self.public_id
