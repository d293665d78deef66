"""What an invitation says to whoever holds its secret, before it is accepted. Reading it uses nothing up."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from star57.hub.domain.access import Role
from star57.hub.records.lookup import only
from star57.hub.records.models import Invitation, Person
from star57.hub.records.sight import ALL, seeing

SALT = "star57.invitation"


def token_of(nonce: str) -> str:
    """The secret of an invitation, from its nonce and the hub's own secret key: the database alone does not hold it."""
    return base64.urlsafe_b64encode(salted_hmac(SALT, nonce, algorithm="sha256").digest()).decode("ascii").rstrip("=")


def invitation_path(token: str) -> str:
    """The page where it is accepted."""
    return f"/invitations/{token}/"


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that can be accepted now. is_known: its address can sign in already."""

    id: str
    organisation: str
    organisation_name: str
    organisation_kind: str
    email: str
    role: Role
    invited_by: str
    expires_at: datetime
    is_known: bool


@seeing(ALL)
def open_invitation(token: str, now: datetime) -> InvitationView | None:
    """The invitation behind this secret; None for a wrong, used, withdrawn or expired one alike."""
    digest = hashlib.sha256(token.encode("utf-8")).hexdigest()
    rows = Invitation.objects.select_related("organisation").filter(token_hash=digest, accepted_at__isnull=True)
    row = only(rows.filter(withdrawn_at__isnull=True, expires_at__gt=now))
    if row is None:
        return None
    inviter = Person.objects.filter(public_id=row.invited_by).values_list("name", flat=True).first()
    return InvitationView(
        id=row.public_id,
        organisation=row.organisation.public_id,
        organisation_name=row.organisation.name,
        organisation_kind=row.organisation.kind,
        email=row.email,
        role=Role(row.role),
        invited_by=inviter or "the consortium",
        expires_at=row.expires_at,
        is_known=Person.objects.filter(email=row.email).exists(),
    )
