"""Writes a mail: text and HTML, no image, no tracking, plain links, nothing a scanner could use up."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from star57.hub.domain.mail_addresses import on_the_wire
from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.jobs.due_words import due_in_words, short_due
from star57.hub.jobs.letters import KEEP, how_many, letter_of, subject_of
from star57.hub.reads.mails import MailItem, MailView

TIMED = frozenset({
    NoticeKind.REQUEST, NoticeKind.FACTS_CORRECTED, NoticeKind.SENT_BACK, NoticeKind.REMINDER, NoticeKind.OVERDUE, NoticeKind.ESCALATION,
    NoticeKind.MORE_TIME, NoticeKind.DIGEST,
})  # fmt: skip
LINES = 20  # requests spelt out in one mail; of more, the first due


def message_id(mail: MailView) -> str:
    """The same for every attempt."""
    return f"<{mail.id}@{settings.MAIL_DOMAIN}>"


def bounce_address(mail: MailView) -> str:
    """The envelope's sender: what comes back to it says which mail it was."""
    return f"bounce+{mail.token}@{settings.MAIL_DOMAIN}"


def reply_address(mail: MailView) -> str:
    """What a person's reply goes to."""
    return f"reply+{mail.token}@{settings.MAIL_DOMAIN}"


def compose(mail: MailView, now: datetime) -> EmailMessage:
    """The whole message, in its reader's language."""
    with translation.override(mail.language):
        return _composed(mail, now)


def _composed(mail: MailView, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"] = formataddr((settings.CONSORTIUM_NAME, settings.MAIL_FROM))
    message["To"] = on_the_wire(mail.address) or mail.address
    if mail.to is Audience.PROVIDER:
        message["Reply-To"] = reply_address(mail)
    message["Subject"] = subject_of(mail, lambda: _short(mail))
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(mail)
    message["Auto-Submitted"] = "auto-generated"
    shown = _shown(mail, now)
    message.set_content(render_to_string("mail/letter.txt", shown))
    message.add_alternative(render_to_string("mail/letter.html", shown), subtype="html")
    message["Content-Language"] = mail.language  # RFC 3282
    return message


def _short(mail: MailView) -> str:
    return short_due(mail.first_due_at, mail.zone) if mail.first_due_at else ""


def _shown(mail: MailView, now: datetime) -> dict[str, object]:
    items = sorted(mail.items, key=lambda item: (item.due_at is None, item.due_at or now, item.id))
    return {
        "mail": mail,
        "letter": letter_of(mail),
        "is_for_provider": mail.to is Audience.PROVIDER,
        "how_many": how_many(mail),
        "lines": [(item, *_due_words(mail, item, now)) for item in items[:LINES]],
        "more": max(0, len(items) - LINES),
        "first_due": due_in_words(mail.first_due_at, mail.zone, mail.country, now) if mail.first_due_at and mail.kind in TIMED else "",
        "was_due": mail.first_due_at is not None and mail.first_due_at <= now,
        "is_due_if_received": any(item.received_at is None for item in items)
        and mail.kind in {NoticeKind.REQUEST, NoticeKind.FACTS_CORRECTED},
        "keep": KEEP if mail.to is Audience.PROVIDER and mail.kind in TIMED else "",
        "portal": settings.PORTAL_URL,
        "consortium": settings.CONSORTIUM_NAME,
        "telephone": settings.CONSORTIUM_TELEPHONE,
        "page": settings.CONSORTIUM_PAGE,
        "sender": settings.MAIL_FROM,
    }


def _due_words(mail: MailView, item: MailItem, now: datetime) -> tuple[str, str]:
    """When the answer is or was due; what was decided about more time. Empty where there is nothing to say."""
    due = due_in_words(item.due_at, mail.zone, mail.country, now) if item.due_at and mail.kind in TIMED else ""
    if due:
        due = (_("was due %(due)s") if item.due_at and item.due_at <= now else _("due %(due)s")) % {"due": due}
    if mail.kind is not NoticeKind.MORE_TIME:
        return due, ""
    if item.extended_to is None:
        return due, _("more time was not granted")
    return due, _("more time granted until %(until)s") % {"until": due_in_words(item.extended_to, mail.zone, "", now)}
