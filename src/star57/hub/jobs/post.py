"""The post's round: gather due notices, hand mails over one by one, note what became of them."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from star57 import clock
from star57.hub.domain.access import CLOCK
from star57.hub.domain.notices import Audience
from star57.hub.jobs.composing import bounce_address, compose
from star57.hub.jobs.smtp import Handed, Result, hand_over
from star57.hub.ledger import mailing
from star57.hub.usecases import post_mail
from star57.hub.usecases.post_mail import Leased, MailState

Stopped = Callable[[], bool]


def deliver_round(is_stopped: Stopped) -> int:
    """Everything that can be delivered now; returns how many mails were handed over. Web requests never come here."""
    if not settings.SMTP_HOST:
        post_mail.let_notices_pass(actor=CLOCK, now=clock.now())
        return 0
    while post_mail.gather_notices(actor=CLOCK, now=clock.now()) and not is_stopped():
        pass
    post_mail.send_digests(actor=CLOCK, now=clock.now())
    handed = _hand_over_all(is_stopped)
    while post_mail.note_outcomes(actor=CLOCK, now=clock.now()) and not is_stopped():
        pass
    return handed


def _hand_over_all(is_stopped: Stopped) -> int:
    handed = 0
    while not is_stopped() and (leased := post_mail.lease_mail(actor=CLOCK, now=clock.now())):
        result = deliver(leased)
        if result is Result.CLOSED:
            break
        if result is Result.TAKEN and leased.row.held_since is not None:
            mailing.hurry(clock.now())
        handed += result is Result.TAKEN
    return handed


def deliver(leased: Leased) -> Result:
    """Hand one mail over and mark it."""
    view = leased.view
    handed = hand_over(compose(view, clock.now()), bounce_address(view), view.address, view.id)
    _mark(leased, handed, clock.now())
    return handed.result


def _mark(leased: Leased, handed: Handed, now: datetime) -> None:
    if handed.result is Result.CLOSED:
        mailing.hold(leased.row, handed.said, now)
    elif handed.result is Result.LATER:
        mailing.put_off(leased.row, handed.said, now)
    elif handed.result is Result.REFUSED:
        post_mail.settle_mail(actor=CLOCK, row=leased.row, state=MailState.FAILED, by=handed.by, said=handed.said, now=now)
    else:
        is_receipt = settings.SMTP_RECEIPT == "accepted" or leased.view.to is not Audience.PROVIDER
        state = MailState.ACCEPTED if is_receipt else MailState.HANDED_ON
        post_mail.settle_mail(actor=CLOCK, row=leased.row, state=state, by=handed.by, said=handed.said, now=now)
