"""Merge two tracebacks of the same call, and take that back: the duplicate points at the one that is kept."""

from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.refusals import Invalid, NotFound, WrongState
from star57.hub.ledger import merging
from star57.hub.usecases.permission import permit


def merge_tracebacks(*, actor: Actor, duplicate: str, kept: str, reason: str, now: datetime) -> None:
    """Close the duplicate, withdraw its open requests, and point it at the other. Raises NotFound, NotAllowed, WrongState, Invalid."""
    if duplicate == kept:
        raise Invalid("A traceback is not its own duplicate. Name the other one.", "kept")
    _check(reason)
    _permit(actor, duplicate)
    with merging.both_cases(duplicate, kept, actor=actor, now=now) as (gone, stays):
        merging.merge(gone, stays, reason)


def unmerge_traceback(*, actor: Actor, traceback: str, reason: str, now: datetime) -> None:
    """Take a merging back: it is open again, and asks what it asked before. Raises NotFound, NotAllowed, WrongState, Invalid."""
    _check(reason)
    kept = _permit(actor, traceback)
    if kept is None:
        raise WrongState("Traceback %(traceback)s was not merged into another.", traceback=traceback)
    with merging.both_cases(traceback, kept, actor=actor, now=now) as (gone, stays):
        merging.unmerge(gone, stays, reason)


def _permit(actor: Actor, traceback: str) -> str | None:
    """Whether it exists for the actor, before whether merging is theirs. Returns what it was merged into, if it was."""
    if actor.reach(Action.READ_TRACEBACK) is None:
        raise NotFound("There is no traceback %(traceback)s, or it is not yours.", traceback=traceback)
    kept = merging.kept_by(traceback)
    permit(actor, Action.MERGE_TRACEBACKS)
    return kept


def _check(reason: str) -> None:
    if len(reason.strip()) < 3:
        raise Invalid("Give the reason: it stands in the record.", "reason")
