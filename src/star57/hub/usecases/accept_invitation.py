"""Accept an invitation: whoever holds its secret becomes a member, once. Looking at it uses nothing up."""

from datetime import datetime
from zoneinfo import available_timezones

from star57.hub.domain.access import Actor, ActorKind, OrganisationKind, Role, person_reaches
from star57.hub.domain.refusals import Invalid, NotFound, WrongState, told
from star57.hub.ledger import members, registry
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.add_person import MIN_PASSWORD

NO_INVITATION = told("This invitation does not exist, was used or withdrawn, or is older than seven days. Ask for another.")


def accept_as_newcomer(*, token: str, name: str, password: str, time_zone: str, now: datetime) -> int:
    """Become a person and a member; returns the person's number for the session. password is already checked for being common.

    Raises NotFound; WrongState when the invited address can sign in already (then: sign in, and accept_as_member); Invalid.
    """
    if not name.strip():
        raise Invalid("Write your name as your colleagues know it.", "name")
    if len(password) < MIN_PASSWORD:
        raise Invalid("A password has at least %(min_password)s characters.", "password", min_password=MIN_PASSWORD)
    if time_zone and time_zone not in available_timezones():
        raise Invalid("%(time_zone)r is no time zone. Write an IANA name such as America/Chicago.", "time_zone", time_zone=time_zone)
    with transaction():
        row = _open(token, now)
        if registry.person_by_email(row.email):
            raise WrongState("You have an account with this address already. Sign in, and open the invitation again.")
        person = members.new_person(row.email, name.strip(), time_zone, password)
        _join(row, person, now)
        return person.pk


def accept_as_member(*, token: str, person_pk: int, now: datetime) -> str:
    """Join with the account one is signed in with; returns the organisation's id, to act for. Raises NotFound, WrongState."""
    with transaction():
        row, person = _open(token, now), members.person_by_pk(person_pk)
        if person is None or person.email != row.email:
            raise WrongState("This invitation was sent to another address. Sign in with that one, or ask for an invitation to yours.")
        _join(row, person, now)
        return row.organisation.public_id


def _open(token: str, now: datetime) -> members.InvitationRow:
    row = members.invitation_by_token(token, now)
    if row is None:
        raise NotFound(NO_INVITATION)
    return row


def _join(row: members.InvitationRow, person: members.PersonRow, now: datetime) -> None:
    kind, role = OrganisationKind(row.organisation.kind), Role(row.role)
    actor = Actor(ActorKind.PERSON, person.public_id, person.name, row.organisation.public_id, kind, person_reaches(kind, role))
    members.accept_invitation(row, actor=actor, now=now)
    if not members.is_member(person.email, row.organisation):
        members.enter_membership(person, row.organisation, row.role, actor=actor, now=now)
