"""Enters what happens to a person's sign-in into the journal, under the person as its subject; ends their sessions."""

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Max

from star57.hub.domain.access import Actor
from star57.hub.domain.sign_in import SignInFact
from star57.hub.ledger import entries
from star57.hub.reads.sessions import session_id
from star57.hub.records.lookup import only
from star57.hub.records.models import JournalEntry, Person
from star57.proof.canonical import Json

SUBJECT = "person"


def person_row(person_pk: int) -> Person | None:
    """A person, locked until the transaction ends."""
    return only(Person.objects.select_for_update().filter(pk=person_pk))


def note(person: Person, fact: SignInFact, *, actor: Actor, now: datetime, details: Mapping[str, Json]) -> None:
    """Append one entry. The person's row must be locked, so that the next version is the next."""
    mine = JournalEntry.objects.filter(subject_kind=SUBJECT, subject_id=person.public_id)
    last: int | None = mine.aggregate(last=Max("version"))["last"]
    entries.append(SUBJECT, person.public_id, (last or 0) + 1, fact.value, actor=actor, at=now, details=details)


def forget_factors(person: Person) -> int:
    """Remove every second factor of theirs; returns how many."""
    removed: int = Authenticator.objects.filter(user_id=person.pk).delete()[0]
    return removed


def end_sessions(person: Person, session: str | None, *, except_for: str) -> int:
    """Sign them out at once: of one session by its id, or of all with None; never of the one with this key. Returns from how many."""
    rows = UserSession.objects.filter(user_id=person.pk).exclude(session_key=except_for)
    chosen = [row for row in rows if session is None or session_id(row.session_key) == session]
    for row in chosen:
        row.end()
    return len(chosen)


def make_password_unusable(person: Person) -> None:
    """Until they set a new one nobody signs in with a password, and sessions made with the old one are over."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
