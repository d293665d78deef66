"""One-time codes for a provider without an account, and the visits they opened. Not part of the record; what was answered is."""

from django.db import models

from star57.hub.records.hops import Hop


class OneTimeCode(models.Model):
    """One code sent to one address. Only hashes are kept; visit_hash is set once the code was used, and opens this one request."""

    hop = models.ForeignKey(Hop, on_delete=models.PROTECT, related_name="one_time_codes")
    address_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)
    visit_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  null is what unique leaves alone
    visit_ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["hop", "made_at"], name="one_time_code_by_hop")]
