"""Invitations: an address that may become a member of an organisation, once, by a secret that only the address was sent."""

from django.db import models

from star57.hub.domain.access import Role
from star57.hub.records import ids
from star57.hub.records.notices import Mail
from star57.hub.records.organisations import Organisation


class Invitation(models.Model):
    """Open until it is accepted or withdrawn, or expires. Of its secret only a hash is kept."""

    public_id = models.CharField(max_length=24, unique=True, default=ids.invitation_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    nonce = models.CharField(max_length=64)  # from it and the hub's secret key the token is made anew, for the mail alone
    mail = models.OneToOneField(Mail, on_delete=models.PROTECT, null=True, related_name="invitation")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=200)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField()
