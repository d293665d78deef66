"""Change what a member may do: role, suspension, the end of it. An organisation never loses its last admin."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from star57.hub.domain.access import Action, Actor, OrganisationKind, Role, roles_of
from star57.hub.domain.refusals import Invalid, NotFound, WrongState, told
from star57.hub.ledger import members
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.reach import is_in_reach
from star57.hub.usecases.permission import permit

LAST_ADMIN = told("This is the organisation's last admin. Make somebody else an admin first.")


def change_role(*, actor: Actor, membership: str, role: Role, now: datetime) -> None:
    """Give a member another role; the same one changes nothing. Raises NotFound, NotAllowed, Invalid, WrongState."""
    with _locked(actor, membership) as row:
        if role not in roles_of(OrganisationKind(row.organisation.kind)):
            raise Invalid("A %(kind)s has no role %(role)s.", "role", kind=row.organisation.kind, role=role.value)
        if role.value == row.role:
            return
        _keep_an_admin(row)
        members.change_membership(row, "member_role_changed", {"role": role.value}, actor=actor, now=now, role=role.value, was=row.role)


def suspend_member(*, actor: Actor, membership: str, now: datetime) -> None:
    """Shut somebody out at once, until lifted. Raises NotFound, NotAllowed, WrongState."""
    with _locked(actor, membership) as row:
        if row.suspended_at:
            return
        _keep_an_admin(row)
        changes = {"is_current": False, "suspended_at": now}
        members.change_membership(row, "member_suspended", changes, actor=actor, now=now)


def lift_suspension(*, actor: Actor, membership: str, now: datetime) -> None:
    """Let a suspended member in again. Raises NotFound, NotAllowed."""
    with _locked(actor, membership) as row:
        if row.suspended_at:
            changes = {"is_current": True, "suspended_at": None}
            members.change_membership(row, "member_suspension_lifted", changes, actor=actor, now=now)


def remove_member(*, actor: Actor, membership: str, now: datetime) -> None:
    """End a membership; who is invited again returns to it. Raises NotFound, NotAllowed, WrongState."""
    with _locked(actor, membership) as row:
        _keep_an_admin(row)
        changes = {"is_current": False, "suspended_at": None}
        members.change_membership(row, "member_removed", changes, actor=actor, now=now)


@contextmanager
def _locked(actor: Actor, membership: str) -> Iterator[members.MembershipRow]:
    reach = permit(actor, Action.MANAGE_MEMBERS)
    with transaction():
        row = members.membership_by_id(membership)
        if row is None or not is_in_reach(actor, row.organisation.public_id, reach):
            raise NotFound("There is no member %(membership)s, or it is not yours.", membership=membership)
        yield row


def _keep_an_admin(row: members.MembershipRow) -> None:
    if row.role == Role.ADMIN.value and row.is_current and not members.other_admins(row):
        raise WrongState(LAST_ADMIN)
