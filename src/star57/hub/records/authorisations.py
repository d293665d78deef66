"""Who answers for whose provider, what carriers call their neighbours, and who looked as an organisation sees the hub."""

from django.db import models
from django.db.models import Q

from star57.hub.records import ids
from star57.hub.records.organisations import Organisation, Provider


class Authorisation(models.Model):
    """One organisation may answer for one provider of another. Whoever owns the provider grants it and ends it at once."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.authorisation_id)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="authorisations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="authorisations")
    granted_by = models.CharField(max_length=64)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "organisation"], condition=Q(revoked_at__isnull=True), name="one_authorisation"),
        ]


class NeighbourName(models.Model):
    """What an organisation calls a provider in its own switches and bills. key is the name as it is compared."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.neighbour_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="neighbour_names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], condition=Q(removed_at__isnull=True), name="one_provider_per_name"),
        ]


class Viewing(models.Model):
    """One look of the consortium's admin at the portal as an organisation sees it: who, why (sealed), until when."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.viewing_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="viewings")
    person = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()
