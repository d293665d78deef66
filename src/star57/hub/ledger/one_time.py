"""Makes one-time codes with the mail that carries them, counts attempts, opens visits. Not part of the record."""

import hmac
import secrets
from datetime import datetime

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.domain.one_time import CODE_LASTS, MAX_ATTEMPTS, VISIT_LASTS
from star57.hub.ledger.addresses import Address
from star57.hub.ledger.new_mails import new_mail
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.one_time import code_of, visit_hash
from star57.hub.records.models import Contact, Hop, Mail, Notice, OneTimeCode


def mail_code(request: str, address: str, now: datetime) -> None:
    """Make a code and put the mail that carries it into the outbox, together."""
    with transaction():
        hop = Hop.objects.select_related("provider").get(public_id=request)
        contact = Contact.objects.filter(provider=hop.provider, address=address, is_current=True).first()
        mail = new_mail(NoticeKind.ONE_TIME_CODE, Audience.PROVIDER, Address(address, contact, None), hop.provider_id, now)
        mail.save()
        _announce(mail, hop, now)
        OneTimeCode.objects.create(
            hop=hop,
            address=address,
            nonce=secrets.token_hex(24),
            mail=mail,
            made_at=now,
            expires_at=now + CODE_LASTS,
            attempts=0,
        )


def _announce(mail: Mail, hop: Hop, now: datetime) -> None:
    """The mail's one item, so that its delivery is followed as every mail's is."""
    Notice.objects.create(
        kind=mail.kind, to=mail.to, hop=hop, traceback=hop.traceback, provider=hop.provider, fact="", at=now, is_published=True, mail=mail
    )


def open_visit(request: str, address: str, typed: str, now: datetime) -> str | None:
    """Use up a code: the secret of the visit it opens; None when no code of the last minutes is this one. Every miss is counted."""
    with transaction():
        usable = OneTimeCode.objects.select_for_update(of=("self",)).filter(
            hop__public_id=request, address=address, used_at__isnull=True, expires_at__gt=now, attempts__lt=MAX_ATTEMPTS
        )
        found = None
        for row in usable:
            if hmac.compare_digest(code_of(row.nonce), typed):
                found = row
            row.attempts += 1
            row.save(update_fields=["attempts"])
        return _opened(found, now) if found else None


def _opened(code: OneTimeCode, now: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    code.used_at, code.visit_hash, code.visit_ends_at = now, visit_hash(secret), now + VISIT_LASTS
    code.save(update_fields=["used_at", "visit_hash", "visit_ends_at"])
    return secret


def end_visit(secret: str, now: datetime) -> None:
    """Close a visit at once."""
    OneTimeCode.objects.filter(visit_hash=visit_hash(secret), visit_ends_at__gt=now).update(visit_ends_at=now)
