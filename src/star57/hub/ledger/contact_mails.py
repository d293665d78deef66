"""Mails about a contact itself, and not about any request: a test whether it arrives, a farewell."""

from datetime import datetime

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.records.models import Contact, Mail
from star57.hub.records.notices import MailState


def put_test_mail(contact: Contact, now: datetime) -> None:
    """A mail that only finds out whether it arrives."""
    _put_mail(NoticeKind.CONTACT_TEST, contact, now)


def put_farewell(contact: Contact, now: datetime) -> None:
    """A mail to an address that was a contact's until now: whoever reads there learns of it, whoever changed it."""
    if contact.address:
        _put_mail(NoticeKind.CONTACT_CHANGED, contact, now)


def _put_mail(kind: NoticeKind, contact: Contact, now: datetime) -> None:
    Mail.objects.create(
        kind=kind.value,
        to=Audience.PROVIDER.value,
        provider=contact.provider,
        contact=contact,
        address=contact.address,
        state=MailState.WAITING.value,
        made_at=now,
        next_at=now,
        attempts=0,
    )
