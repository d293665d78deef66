"""What can be undone at once: kept in the session for ten minutes, offered in a bar on the next pages, gone with the next deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.http import HttpRequest

from star57.hub.portal.visits import Visit

KEY = "undo"
OFFERED_FOR = timedelta(minutes=10)


class Undo(StrEnum):
    """What is undone."""

    ASSIGNMENT = "assignment"  # each traceback with whose it was, and whose it became
    TAGS = "tags"  # each with the tags put on it, and those taken off, joined by blanks
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Offer:
    """What was done, and what it takes to undo it."""

    words: str
    deed: Undo
    tracebacks: Mapping[str, Sequence[str]]


def offer_undo(visit: Visit, words: str, deed: Undo, tracebacks: Mapping[str, Sequence[str]]) -> None:
    """Offer it on the next pages."""
    until = (visit.now + OFFERED_FOR).isoformat()
    visit.request.session[KEY] = {
        "words": words,
        "deed": deed.value,
        "each": {key: list(each) for key, each in tracebacks.items()},
        "until": until,
    }


def offered_undo(request: HttpRequest, now: datetime) -> Offer | None:
    """What can be undone now."""
    kept = request.session.get(KEY)
    if not kept or datetime.fromisoformat(kept["until"]) < now:
        return None
    return Offer(kept["words"], Undo(kept["deed"]), kept["each"])


def withdraw_offer(request: HttpRequest) -> None:
    """It was undone, or put away."""
    request.session.pop(KEY, None)
