"""Makes mails that wait to be sent: the one place that says how a mail begins."""

from datetime import datetime

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.ledger.addresses import Address
from star57.hub.records.models import Contact, Mail
from star57.hub.records.notices import MailState


def new_mail(kind: NoticeKind, to: Audience, at: Address, provider: int | None, now: datetime) -> Mail:
    """A mail not yet kept. provider: the key of the one that it tells something."""
    return Mail(
        kind=kind.value,
        to=to.value,
        provider_id=provider,
        organisation=at.organisation,
        contact=at.contact,
        person=at.person,
        address=at.text,
        state=MailState.WAITING.value,
        made_at=now,
        next_at=now,
        attempts=0,
    )


def mail_to_contact(kind: NoticeKind, contact: Contact, now: datetime) -> Mail:
    """The same, to a provider's contact."""
    return new_mail(kind, Audience.PROVIDER, Address(contact.address, contact, None), contact.provider_id, now)
