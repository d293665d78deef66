"""Puts mails about somebody's own account into the outbox. Not the record: what happened to the account stands there beside them."""

from datetime import datetime

from django.conf import settings

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.domain.sign_in import SignInFact
from star57.hub.ledger.addresses import Address
from star57.hub.ledger.new_mails import new_mail
from star57.hub.records.models import Person


def put_reset_mail(person: Person, now: datetime) -> bool:
    """A mail that will carry a link to a new password. False: this hub sends no mail."""
    return _put(NoticeKind.NEW_PASSWORD, person, "", now)


def put_sign_in_mail(person: Person, fact: SignInFact, now: datetime) -> bool:
    """A mail that tells a person what happened to their sign-in, whoever did it. False: this hub sends no mail."""
    return _put(NoticeKind.SIGN_IN_CHANGED, person, fact.value, now)


def _put(kind: NoticeKind, person: Person, about: str, now: datetime) -> bool:
    if not settings.SMTP_HOST or not person.is_active:
        return False
    mail = new_mail(kind, Audience.PERSON, Address(person.email, None, None, person), None, now)
    mail.about = about
    mail.save()
    return True
