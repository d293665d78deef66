"""An answer that is being written, for those who may write on it."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.reads.requests import within_reach
from star57.hub.records.lookup import only
from star57.hub.records.models import Draft, Person


@dataclass(frozen=True, slots=True)
class DraftView:
    """What was typed, as JSON; who saved it last and when. saves: how often it was saved."""

    body: str
    saved_by: str
    saved_by_id: str
    saved_at: datetime
    saves: int


def draft_of(*, actor: Actor, request: str) -> DraftView | None:
    """The draft for this request; None when there is none or it is not the actor's to write on."""
    if actor.reach(Action.PREPARE_ANSWER) is None:
        return None
    row = only(Draft.objects.filter(hop__in=within_reach(actor).filter(public_id=request)))
    if row is None:
        return None
    name = Person.objects.filter(public_id=row.saved_by).values_list("name", flat=True)
    return DraftView(row.body, "".join(name[:1]), row.saved_by, row.saved_at, row.saves)
