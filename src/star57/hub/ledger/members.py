"""Writes memberships and invitations, and finds them locked for a change."""

import hashlib
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings

from star57.hub.domain.access import Actor, Role
from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.ledger import rows, statements
from star57.hub.ledger.addresses import Address
from star57.hub.ledger.new_mails import new_mail
from star57.hub.reads.invitations import token_of
from star57.hub.records.lookup import only
from star57.hub.records.models import Invitation, Mail, Membership, Organisation, Person

MembershipRow: TypeAlias = Membership
InvitationRow: TypeAlias = Invitation
PersonRow: TypeAlias = Person


def token_hash(token: str) -> str:
    """What is kept of an invitation's secret. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def membership_by_id(public_id: str) -> Membership | None:
    """A membership, locked until the transaction ends; None when there is none of this id, or it was ended."""
    found = Membership.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    row = only(found.filter(public_id=public_id))
    return row if row and (row.is_current or row.suspended_at) else None


def membership_of(person: Person, organisation: Organisation) -> Membership | None:
    """Somebody's membership in an organisation, ended ones too."""
    return only(Membership.objects.select_for_update(of=("self",)).filter(person=person, organisation=organisation))


def is_member(email: str, organisation: Organisation) -> bool:
    """Whether somebody with this address belongs to the organisation, suspended or not."""
    found = Membership.objects.filter(person__email=email.lower(), organisation=organisation)
    return any(each.is_current or each.suspended_at for each in found)


def other_admins(membership: Membership) -> int:
    """How many others look after the organisation now; their rows are locked, so that two admins cannot leave at the same time."""
    others = Membership.objects.select_for_update(of=("self",)).filter(
        organisation_id=membership.organisation_id, role=Role.ADMIN.value, is_current=True, person__is_active=True
    )
    return len([each for each in others if each.pk != membership.pk])


def change_membership(row: Membership, fact: str, changes: dict[str, Any], *, actor: Actor, now: datetime, **details: str) -> None:
    """Record what becomes of a membership."""
    told = {"organisation": row.organisation.public_id, **details}
    rows.change(row, "membership", fact, actor=actor, at=now, changes=changes, details=told)


def enter_membership(person: Person, organisation: Organisation, role: str, *, actor: Actor, now: datetime) -> Membership:
    """Make somebody a member, for the first time or again."""
    details = {"organisation": organisation.public_id, "role": role}
    row = membership_of(person, organisation)
    if row:
        changes = {"role": role, "is_current": True, "suspended_at": None}
        rows.change(row, "membership", "member_returned", actor=actor, at=now, changes=changes, details=details)
        return row
    row = Membership(person=person, organisation=organisation, role=role, is_current=True)
    texts = {"email": person.email, "name": person.name}
    rows.create(row, "membership", "member_added", actor=actor, at=now, details=details, secret_texts=texts)
    return row


def enter_invitation(
    organisation: Organisation, email: str, role: str, nonce: str, expires_at: datetime, *, actor: Actor, now: datetime
) -> Invitation:
    """Enter an invitation into the record, and its mail into the outbox, unless this hub sends none."""
    token = token_of(nonce)
    row = Invitation(
        nonce=nonce,
        mail=_mail(organisation, email.lower(), now) if settings.SMTP_HOST else None,
        organisation=organisation,
        email=email.lower(),
        role=role,
        token_hash=token_hash(token),
        invited_by=actor.id,
        invited_at=now,
        expires_at=expires_at,
    )
    details = {"organisation": organisation.public_id, "role": role}
    rows.create(row, "invitation", "member_invited", actor=actor, at=now, details=details, secret_texts={"email": row.email})
    return row


def _mail(organisation: Organisation, address: str, now: datetime) -> Mail:
    known = Person.objects.filter(email=address).first()
    mail = new_mail(NoticeKind.INVITATION, Audience.STAFF, Address(address, None, organisation, known), None, now)
    statements.insert(mail)
    return mail


def open_invitations(email: str, organisation: Organisation) -> list[Invitation]:
    """Invitations of this address to this organisation that were neither accepted nor withdrawn."""
    found = Invitation.objects.select_for_update(of=("self",)).filter(email=email.lower(), organisation=organisation)
    return list(found.filter(accepted_at__isnull=True, withdrawn_at__isnull=True))


def invitation_by_id(public_id: str) -> Invitation | None:
    """An invitation, locked until the transaction ends."""
    return only(Invitation.objects.select_for_update(of=("self",)).select_related("organisation").filter(public_id=public_id))


def invitation_by_token(token: str, now: datetime) -> Invitation | None:
    """The open invitation behind a secret, locked until the transaction ends."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    still = found.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)
    return only(still.filter(token_hash=token_hash(token)))


def withdraw_invitation(row: Invitation, *, actor: Actor, now: datetime) -> None:
    """Record that an invitation is worth nothing any more."""
    details = {"organisation": row.organisation.public_id}
    rows.change(row, "invitation", "invitation_withdrawn", actor=actor, at=now, changes={"withdrawn_at": now}, details=details)


def accept_invitation(row: Invitation, *, actor: Actor, now: datetime) -> None:
    """Record that an invitation was accepted: it can never be again."""
    details = {"organisation": row.organisation.public_id}
    rows.change(row, "invitation", "invitation_accepted", actor=actor, at=now, changes={"accepted_at": now}, details=details)


def person_by_pk(pk: int) -> Person | None:
    """A person by the number their session holds."""
    return only(Person.objects.filter(pk=pk))


def keep_language(pk: int, language: str) -> None:
    """How a person reads is their own affair and no part of the record."""
    Person.objects.filter(pk=pk).update(language=language)


def new_person(email: str, name: str, time_zone: str, password: str) -> Person:
    """Somebody who can sign in. People's own rows are not part of the record; what they may do is."""
    person = Person(email=email.lower(), name=name, time_zone=time_zone)
    person.set_password(password)
    statements.insert(person)
    return person
