"""One-time codes for a provider without an account, and the visits they opened. Not part of the record; what was answered is."""

from django.db import models

from star57.hub.records.hops import Hop
from star57.hub.records.notices import Mail


class OneTimeCode(models.Model):
    """One code mailed to one address. The code itself is kept nowhere: it follows from the nonce and the hub's secret.

    visit_hash is set once the code was used, and opens this one request until visit_ends_at.
    """

    hop = models.ForeignKey(Hop, on_delete=models.PROTECT, related_name="one_time_codes")
    address = models.CharField(max_length=300)
    nonce = models.CharField(max_length=64)
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, null=True, related_name="one_time_codes")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)
    visit_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  null is what unique leaves alone
    visit_ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["hop", "made_at"], name="one_time_code_by_hop")]
