"""Writes what people keep for themselves: saved views of the queue, read mentions, whether single keys do anything. Not journaled."""

from datetime import datetime

from star57.hub.domain.access import Actor
from star57.hub.records.models import Mention, Organisation, Person, SavedView

MOST_VIEWS = 40


def save_view(actor: Actor, name: str, query: str, *, is_shared: bool) -> str | None:
    """Keep a view under a name, or change the one of that name; its id. None when there are too many already."""
    person = Person.objects.get(public_id=actor.id)
    known = SavedView.objects.filter(person=person, name=name).first()
    if known is None and SavedView.objects.filter(person=person).count() >= MOST_VIEWS:
        return None
    row = known or SavedView(person=person, organisation=Organisation.objects.get(public_id=actor.organisation), name=name)
    row.query, row.is_shared = query, is_shared
    row.save()
    return str(row.public_id)


def forget_view(actor: Actor, view: str) -> bool:
    """Forget one of the actor's own views; whether there was one."""
    forgotten, _each = SavedView.objects.filter(person__public_id=actor.id, public_id=view).delete()
    return bool(forgotten)


def read_mentions(actor: Actor, now: datetime) -> int:
    """Note that the actor has read every note that names them."""
    return Mention.objects.filter(person__public_id=actor.id, read_at=None).update(read_at=now)


def use_keys(actor: Actor, *, are_used: bool) -> None:
    """Keep whether single keys do anything on this person's pages."""
    Person.objects.filter(public_id=actor.id).update(uses_keys=are_used)
