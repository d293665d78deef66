"""Add a person to an organisation, with a role there."""

from datetime import datetime

from star57.hub.domain.access import PEOPLE, Action, Actor, OrganisationKind, Role
from star57.hub.domain.mail_addresses import on_the_wire
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger import registry
from star57.hub.ledger.transactions import transaction
from star57.hub.usecases.permission import permit

MIN_PASSWORD = 15


def add_person(*, actor: Actor, organisation: str, email: str, name: str, role: Role, time_zone: str, password: str, now: datetime) -> str:
    """Make somebody a member; returns the person's id. The same address is the same person. Raises Invalid, NotAllowed, WrongState."""
    permit(actor, Action.EDIT_REGISTRY)
    if on_the_wire(email) is None:
        raise Invalid("Write an e-mail address.", "email")
    if len(password) < MIN_PASSWORD:
        raise Invalid("A password has at least %(min_password)s characters.", "password", min_password=MIN_PASSWORD)
    with transaction():
        owner = registry.organisation_by_id(organisation)
        if owner is None:
            raise Invalid("There is no organisation %(organisation)s.", "organisation", organisation=organisation)
        if (OrganisationKind(owner.kind), role) not in PEOPLE:
            raise Invalid("A %(kind)s has no role %(role)s.", "role", kind=owner.kind, role=role.value)
        if registry.person_by_email(email):
            raise WrongState("%(email)s belongs to somebody already.", email=email)
        person = registry.new_person(email, name, time_zone, password)
        membership = registry.new_membership(person, owner, role.value)
        texts = {"email": email, "name": name}
        registry.enter(membership, "membership", "member_added", actor=actor, now=now, secret_texts=texts)
        return person.public_id
