"""Let an admin who has lost every factor start again: the operator at the console takes the factors away and makes one link."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Actor, ActorKind
from star57.hub.domain.refusals import NotAllowed, NotFound
from star57.hub.domain.sign_in import SignInFact
from star57.hub.ledger import account_mails, registry, sign_ins
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.reset_links import reset_key


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was taken away, and what the address of the link ends with. It works once, for an hour."""

    name: str
    factors: int
    sessions: int
    link_key: str


def recover_admin(*, actor: Actor, email: str, now: datetime) -> Recovered:
    """Only the operator may. The link sets a password; a new second factor is asked for at once. Raises NotAllowed, NotFound."""
    if actor.kind is not ActorKind.OPERATOR:
        raise NotAllowed("Only the operator at the hub's own console may do this: `star57 hub recover-admin`.")
    with transaction():
        found = registry.person_by_email(email)
        person = sign_ins.person_row(found.pk) if found else None
        if person is None:
            raise NotFound("Nobody signs in with %(email)s. `star57 hub add-person` adds somebody.", email=email)
        factors, sessions = sign_ins.forget_factors(person), sign_ins.end_sessions(person, None, except_for="")
        sign_ins.make_password_unusable(person)
        details = {"factors": factors, "sessions": sessions}
        sign_ins.note(person, SignInFact.SIGN_IN_RECOVERED, actor=actor, now=now, details=details)
        account_mails.put_sign_in_mail(person, SignInFact.SIGN_IN_RECOVERED, now)
        return Recovered(person.name, factors, sessions, reset_key(person, now))
