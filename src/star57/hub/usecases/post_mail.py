"""Carry the outbox one step on: make mails of what is due, lease one, mark what became of it. The sending itself is not here."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.ledger import mailing, outbox
from star57.hub.reads.mails import MailView, mail_view
from star57.hub.usecases.note_delivery import note_delivery
from star57.hub.usecases.permission import permit

MailState = mailing.MailStates
NOTED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Leased:
    """One mail to send, and the lease under which this worker holds it."""

    view: MailView
    row: mailing.MailRow


def gather_notices(*, actor: Actor, now: datetime) -> int:
    """Put due notices into mails; returns how many were looked at."""
    permit(actor, Action.PASS_TIME)
    return outbox.enclose(now)


def let_notices_pass(*, actor: Actor, now: datetime) -> int:
    """Where no mail is sent at all, due notices pass by: they must not all leave on the day mail is set up."""
    permit(actor, Action.PASS_TIME)
    return outbox.drop_due(now)


def lease_mail(*, actor: Actor, now: datetime) -> Leased | None:
    """The next mail to send."""
    permit(actor, Action.PASS_TIME)
    row = mailing.lease_mail(now)
    return Leased(mail_view(row, now), row) if row else None


def note_outcomes(*, actor: Actor, now: datetime) -> int:
    """Note on their hops what became of mails; returns how many facts that made."""
    facts = [note_delivery(actor=actor, notice=key, now=now) for key in mailing.unnoted(NOTED_AT_ONCE)]
    return sum(fact is not None for fact in facts)
