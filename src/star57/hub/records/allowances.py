"""What every process of the hub shares for a short while: how much of an allowance is used up, and the cache."""

from django.db import models


class Allowance(models.Model):
    """One allowance: used up until that many milliseconds since 1970, by the hub's clock. key is a hash of what is counted."""

    key = models.CharField(max_length=64, primary_key=True)
    used_until_ms = models.BigIntegerField(db_index=True)


class Remembered(models.Model):
    """The table of Django's database cache: that a one-time code was used, say. Never the record."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
