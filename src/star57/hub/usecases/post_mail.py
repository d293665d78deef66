"""Carry the outbox one step on: make mails of what is due, lease one, mark what became of it. The sending itself is not here."""

from dataclasses import dataclass
from datetime import datetime

from star57.hub.domain.access import Action, Actor
from star57.hub.domain.notices import NoticeKind
from star57.hub.ledger import contacts, digests, mailing, outbox
from star57.hub.ledger.transactions import transaction
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


def send_digests(*, actor: Actor, now: datetime) -> int:
    """The weekly mails, once a week; returns how many."""
    permit(actor, Action.PASS_TIME)
    return digests.put_digests(now) if digests.digest_is_due(now) else 0


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


def settle_mail(*, actor: Actor, row: mailing.MailRow, state: MailState, by: str, said: str, now: datetime) -> bool:
    """Mark what became of a mail; a test mail tells of its contact. False: another worker holds it now."""
    permit(actor, Action.PASS_TIME)
    with transaction():
        is_settled = mailing.settle_mail(row, state, by=by, said=said, now=now)
        if is_settled and row.kind == NoticeKind.CONTACT_TEST.value and row.contact and state is MailState.ACCEPTED:
            contacts.note_test(row.contact, actor=actor, now=now)
        if is_settled and row.kind == NoticeKind.CONTACT_TEST.value and row.contact and state is MailState.FAILED:
            contacts.note_failure(row.contact, said, actor=actor, now=now)
        return is_settled


def take_report(*, actor: Actor, token: str, arrived: bool | None, by: str, said: str, now: datetime) -> bool:
    """A delivery report came: it arrived, or it came back after all, or (None) it is only late. False: about no mail of ours."""
    permit(actor, Action.PASS_TIME)
    row = mailing.mail_of_token(token)
    if row is None:
        return False
    is_news = arrived is not None and not (arrived and row.state == MailState.ACCEPTED.value)
    if is_news:
        settle_mail(actor=actor, row=row, state=MailState.ACCEPTED if arrived else MailState.FAILED, by=by, said=said, now=now)
    return True
