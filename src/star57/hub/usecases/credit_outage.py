"""Credit time in which the portal was down or a notice could not arrive: it never counts against a provider."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.deadlines import Pause
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import HOP_STEPS
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger import clocks
from star57.hub.ledger.case import Case, HopRow
from star57.hub.ledger.due import hops_under_way
from star57.hub.ledger.locking import case_of_hop
from star57.hub.usecases.permission import permit, permit_hop


def credit_outage(*, actor: Actor, hop: str, began_at: datetime, ended_at: datetime, now: datetime) -> datetime:
    """Extend a hop's clock by the pause; one that ran out meanwhile runs again, an answer that came late may have been in time.
    Returns the new due instant.

    Raises Invalid, WrongState when the pause leaves the deadline in the past.
    """
    _check(began_at, ended_at, now)
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, Action.DECIDE_HOP, row)
        status = HopStatus(row.status)
        fact = HopFact.LATE_ANSWER_EXCUSED if row.is_late else HopFact.OUTAGE_CREDITED
        if (status, fact) not in HOP_STEPS or row.first_due_at is None:
            raise WrongState("No clock of this hop is running or has run out.")
        changes = clocks.paused(row, Pause(began_at, ended_at), now)
        if fact is HopFact.LATE_ANSWER_EXCUSED:
            return _excuse(case, row, changes)
        if changes["due_at"] <= now:
            raise WrongState("The outage did not overlap the clock enough: the deadline stays in the past.")
        if changes["due_at"] == row.due_at:
            raise WrongState("The clock did not run in that time, or it was credited before: nothing changes.")
        case.record(row, HopFact.OUTAGE_CREDITED, changes=changes)
        due: datetime = changes["due_at"]
        return due


def _excuse(case: Case, row: HopRow, changes: dict[str, Any]) -> datetime:
    due: datetime = changes["due_at"]
    if row.answered_at is None or row.answered_at > due:
        raise WrongState("The outage did not overlap the clock enough: the answer stays late.")
    excused = {"due_at": due, "pauses": changes["pauses"], "is_late": False}
    case.record(row, HopFact.LATE_ANSWER_EXCUSED, changes=excused)
    return due


def credit_outage_to_all(*, actor: Actor, began_at: datetime, ended_at: datetime, now: datetime) -> int:
    """The same for every hop whose clock ran in that time: the portal was down for all. Returns for how many it counts; the same
    outage credited twice counts once."""
    permit(actor, Action.DECIDE_HOP)
    _check(began_at, ended_at, now)
    credited = 0
    for hop in hops_under_way(began_at, ended_at):
        with suppress(WrongState):
            credit_outage(actor=actor, hop=hop, began_at=began_at, ended_at=ended_at, now=now)
            credited += 1
    return credited


def _check(began_at: datetime, ended_at: datetime, now: datetime) -> None:
    if began_at >= ended_at or ended_at > now:
        raise Invalid("An outage ends after it began, and not in the future.", "ended_at")
