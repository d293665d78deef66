"""Invite somebody into an organisation by their address, or take the invitation back. The secret is shown once; its hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from star57.hub.domain.access import Action, Actor, OrganisationKind, Role, roles_of
from star57.hub.domain.mail_addresses import on_the_wire
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger import members, registry
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.invitations import token_of
from star57.hub.reads.reach import is_in_reach
from star57.hub.usecases.permission import permit

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation's id, and its secret, which is never shown again."""

    id: str
    token: str
    expires_at: datetime


def invite_person(*, actor: Actor, organisation: str, email: str, role: Role, now: datetime) -> Invited:
    """Invite an address; an earlier invitation of it is withdrawn. A known and an unknown address are answered alike.

    Raises Invalid, NotAllowed, NotFound, WrongState (only where the admin sees already that the address belongs to a member).
    """
    address = email.strip().lower()
    if on_the_wire(address) is None:
        raise Invalid("Write an e-mail address, such as ana@carrier.example.", "email")
    if not is_in_reach(actor, organisation, permit(actor, Action.MANAGE_MEMBERS)):
        raise NotFound("There is no organisation %(organisation)s, or it is not yours.", organisation=organisation)
    with transaction():
        owner = registry.organisation_by_id(organisation)
        if owner is None:
            raise NotFound("There is no organisation %(organisation)s, or it is not yours.", organisation=organisation)
        if role not in roles_of(OrganisationKind(owner.kind)):
            raise Invalid("A %(kind)s has no role %(role)s.", "role", kind=owner.kind, role=role.value)
        if members.is_member(address, owner):
            raise WrongState("%(address)s is a member already. Change the role in the list of members.", address=address)
        for earlier in members.open_invitations(address, owner):
            members.withdraw_invitation(earlier, actor=actor, now=now)
        nonce, expires_at = secrets.token_urlsafe(32), now + VALID_FOR
        row = members.enter_invitation(owner, address, role.value, nonce, expires_at, actor=actor, now=now)
        return Invited(row.public_id, token_of(nonce), expires_at)


def withdraw_invitation(*, actor: Actor, invitation: str, now: datetime) -> None:
    """Make an invitation worthless; withdrawing it twice changes nothing. Raises NotFound, NotAllowed, WrongState."""
    reach = permit(actor, Action.MANAGE_MEMBERS)
    with transaction():
        row = members.invitation_by_id(invitation)
        if row is None or not is_in_reach(actor, row.organisation.public_id, reach):
            raise NotFound("There is no invitation %(invitation)s, or it is not yours.", invitation=invitation)
        if row.accepted_at:
            raise WrongState("It was accepted already. Remove the member instead.")
        if row.withdrawn_at is None:
            members.withdraw_invitation(row, actor=actor, now=now)
