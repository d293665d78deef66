"""Organisations that take part, and the registered providers they answer for."""

from django.db import models

from star57.hub.domain.access import OrganisationKind
from star57.hub.records import ids


class Organisation(models.Model):
    """A consortium, a company, an agency: whoever people and keys belong to."""

    public_id = models.CharField(max_length=64, unique=True, default=ids.organisation_id)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in OrganisationKind])
    name = models.CharField(max_length=300)
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Provider(models.Model):
    """A registered voice service provider. organisation is empty until somebody may answer for it."""

    public_id = models.CharField(max_length=64, unique=True, default=ids.provider_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="providers")
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=64, blank=True)
    frn = models.CharField(max_length=10, blank=True)
    ocn = models.CharField(max_length=4, blank=True)
    spc = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name
