"""Note in the journal what somebody did to their own sign-in: a factor added, a password changed. They are told by mail."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from star57.hub.domain.access import Actor, ActorKind
from star57.hub.domain.sign_in import SignInFact
from star57.hub.ledger import account_mails, sign_ins
from star57.hub.ledger.transactions import transaction
from star57.proof.canonical import Json


def note_own_sign_in(person_pk: int, fact: SignInFact, *, now: datetime, details: Mapping[str, Json]) -> None:
    """The person themself is the actor: whoever acts here has proved to be them."""
    with transaction():
        person = sign_ins.person_row(person_pk)
        if person is not None:
            actor = Actor(ActorKind.PERSON, person.public_id, person.name, None, None, MappingProxyType({}))
            sign_ins.note(person, fact, actor=actor, now=now, details=details)
            account_mails.put_sign_in_mail(person, fact, now)
