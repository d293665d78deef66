"""End sessions of one's own: what was open there is closed with the next click."""

from datetime import datetime
from types import MappingProxyType

from star57.hub.domain.access import Actor, ActorKind
from star57.hub.domain.sign_in import SignInFact
from star57.hub.ledger import sign_ins
from star57.hub.ledger.transactions import transaction


def end_own_sessions(person_pk: int, session: str | None, *, except_for: str, now: datetime) -> int:
    """End one session by its id, or all with None; never the one whose key is except_for. Returns how many ended."""
    with transaction():
        person = sign_ins.person_row(person_pk)
        if person is None:
            return 0
        ended = sign_ins.end_sessions(person, session, except_for=except_for)
        if ended:
            actor = Actor(ActorKind.PERSON, person.public_id, person.name, None, None, MappingProxyType({}))
            sign_ins.note(person, SignInFact.SESSIONS_ENDED, actor=actor, now=now, details={"count": ended})
        return ended
