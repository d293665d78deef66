"""Whether a hub has its consortium and somebody who administers it. For the operator at the console."""

from dataclasses import dataclass

from star57.hub.domain.access import OrganisationKind, Role
from star57.hub.records.models import Invitation, Membership, Organisation


@dataclass(frozen=True, slots=True)
class Consortium:
    """The hub's own organisation. invited: the addresses whose invitation as admin is open, used or not yet expired."""

    id: str
    name: str
    has_admin: bool
    invited: tuple[str, ...]


def consortium() -> Consortium | None:
    """The first organisation of that kind; None in a new hub."""
    row = Organisation.objects.filter(kind=OrganisationKind.CONSORTIUM.value).order_by("pk").first()
    if row is None:
        return None
    admins = Membership.objects.filter(organisation=row, role=Role.ADMIN.value, is_current=True)
    invitations = Invitation.objects.filter(organisation=row, role=Role.ADMIN.value, accepted_at__isnull=True, withdrawn_at__isnull=True)
    return Consortium(row.public_id, row.name, admins.exists(), tuple(invitations.values_list("email", flat=True)))
