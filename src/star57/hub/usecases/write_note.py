"""Write a note on a traceback for one's colleagues; @Name names one of them."""

from collections.abc import Iterable
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid
from star57.hub.ledger import desk
from star57.hub.ledger.desk import PersonRow
from star57.hub.ledger.locking import case_of_traceback
from star57.hub.usecases.permission import permit_case

LONGEST = 5000


def write_note(*, actor: Actor, traceback: str, text: str, now: datetime) -> str:
    """Keep the note; returns its entry's id. Raises NotFound, NotAllowed, Invalid."""
    written = text.strip()
    if not written or len(written) > LONGEST:
        raise Invalid("Write something, up to %(longest)s characters.", "note", longest=LONGEST)
    with case_of_traceback(traceback, actor=actor, now=now) as case:
        permit_case(actor, Action.WRITE_NOTE, case)
        mentioned = _mentioned(written, desk.colleagues(actor.organisation)) if "@" in written else ()
        return str(desk.note_written(case, written, mentioned).public_id)


def _mentioned(text: str, people: Iterable[PersonRow]) -> tuple[PersonRow, ...]:
    """Whoever is named after an @ by their whole name, by its first word when no other has it, or by their address."""
    everybody, said = tuple(people), text.casefold()
    first_names = [person.name.split()[0].casefold() for person in everybody if person.name.split()]
    found = []
    for person in everybody:
        names = {person.name.casefold(), person.email.casefold()}
        first = person.name.split()[0].casefold() if person.name.split() else ""
        if first_names.count(first) == 1:
            names.add(first)
        if any(_is_named(said, name) for name in names if name):
            found.append(person)
    return tuple(found)


def _is_named(said: str, name: str) -> bool:
    place = said.find(f"@{name}")
    while place >= 0:
        after = said[place + 1 + len(name) :][:1]
        if not after.isalnum():
            return True
        place = said.find(f"@{name}", place + 1)
    return False
