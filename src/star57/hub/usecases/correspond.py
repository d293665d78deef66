"""One thread per hop between its provider and staff, which nobody else sees. What is written there is never an answer by itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.facts import HopFact
from star57.hub.domain.refusals import Invalid, WrongState
from star57.hub.ledger import clocks, mailing
from star57.hub.ledger.case import HopRow
from star57.hub.ledger.locking import case_of_hop
from star57.hub.usecases.permission import permit, permit_hop
from star57.proof.canonical import Json
from star57.proof.entries import instant

MAX_TEXT = 20_000
MAX_EXTENSION = timedelta(days=14)


def write_message(*, actor: Actor, request: str, text: str, how: str, now: datetime) -> None:
    """Write to the other side. Raises Invalid, NotFound, NotAllowed."""
    fact = HopFact.STAFF_WROTE if actor.reach(Action.WRITE_MESSAGE) is Reach.ALL else HopFact.PROVIDER_WROTE
    _write(actor, request, Action.WRITE_MESSAGE, fact, {"how": how}, _stated(text, "text"), now)


def ask_more_time(*, actor: Actor, request: str, until: datetime, reason: str, how: str, now: datetime) -> None:
    """Ask for more time. The legal due time is not the consortium's to move: only its own reminders and escalation are."""
    if not now < until <= now + MAX_EXTENSION:
        raise Invalid("Name a time within the next %(days)s days.", "until", days=MAX_EXTENSION.days)
    details: dict[str, Json] = {"how": how, "until": instant(until)}
    _write(actor, request, Action.ANSWER_REQUEST, HopFact.MORE_TIME_ASKED, details, _stated(reason, "reason"), now)


def grant_more_time(*, actor: Actor, hop: str, until: datetime, reason: str, now: datetime) -> None:
    """Move our own follow-ups to this time; the legal due time stands beside it. Raises WrongState before the legal due time."""
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, Action.DECIDE_HOP, row)
        case.next_step(row, HopFact.MORE_TIME_GRANTED)
        _check_extension(row, until, now)
        changes = clocks.extended(row, until, now)
        texts = {"text": _stated(reason, "reason")}
        case.record(row, HopFact.MORE_TIME_GRANTED, changes=changes, details={"until": instant(until)}, secret_texts=texts)


def refuse_more_time(*, actor: Actor, hop: str, reason: str, now: datetime) -> None:
    """Refuse it, with the reason."""
    _write(actor, hop, Action.DECIDE_HOP, HopFact.MORE_TIME_REFUSED, {}, _stated(reason, "reason"), now)


def receive_reply(*, actor: Actor, token: str, text: str, is_automatic: bool, now: datetime) -> int:
    """A mail came back to a notice's reply address: it hangs on its hops as correspondence, and staff is told. Returns how many hops.

    An unknown token, or a hop that is out of the provider's sight by now, takes nothing.
    """
    permit(actor, Action.PASS_TIME)
    hops = mailing.hops_of_token(token)
    details: dict[str, Json] = {"how": "mail", "automatic": is_automatic}
    taken = 0
    for hop in hops:
        with case_of_hop(hop, actor=actor, now=now) as (case, row):
            try:
                case.record(row, HopFact.PROVIDER_WROTE, details=details, secret_texts={"text": text[:MAX_TEXT] or "(no text)"})
            except WrongState:
                continue
            taken += 1
    return taken


def _check_extension(row: HopRow, until: datetime, now: datetime) -> None:
    if row.due_at is None or until <= max(now, row.due_at):
        raise Invalid("More time ends after the legal due time, and in the future.", "until")
    if until > max(now, row.due_at) + MAX_EXTENSION:
        raise Invalid("More time is %(days)s days at most.", "until", days=MAX_EXTENSION.days)


def _stated(text: str, field: str) -> str:
    if not 3 <= len(text.strip()) <= MAX_TEXT:
        raise Invalid("Write what you want to say, in up to 20,000 characters.", field)
    return text.strip()


def _write(actor: Actor, hop: str, action: Action, fact: HopFact, details: Mapping[str, Any], text: str, now: datetime) -> None:
    with case_of_hop(hop, actor=actor, now=now) as (case, row):
        permit_hop(actor, action, row)
        case.record(row, fact, details=details, secret_texts={"text": text})
