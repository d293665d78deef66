"""Mails about a contact itself, and not about any request: a test whether it arrives, a farewell."""

from datetime import datetime

from star57.hub.domain.notices import NoticeKind
from star57.hub.ledger.new_mails import mail_to_contact
from star57.hub.records.models import Contact


def put_test_mail(contact: Contact, now: datetime) -> None:
    """A mail that only finds out whether it arrives."""
    mail_to_contact(NoticeKind.CONTACT_TEST, contact, now).save()


def put_farewell(contact: Contact, now: datetime) -> None:
    """A mail to an address that was a contact's until now: whoever reads there learns of it, whoever changed it."""
    if contact.address:
        mail_to_contact(NoticeKind.CONTACT_CHANGED, contact, now).save()
