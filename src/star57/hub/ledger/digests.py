"""Puts the weekly mails into the outbox: what a provider has open, what needs staff. Once a week, however many clocks."""

from datetime import datetime, timedelta

from django.conf import settings

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.ledger.addresses import Address, contact_for
from star57.hub.ledger.heartbeats import beat
from star57.hub.ledger.new_mails import mail_to_contact, new_mail
from star57.hub.ledger.transactions import transaction
from star57.hub.reads.mails import OPEN_STATUSES
from star57.hub.records.models import Heartbeat, Hop, Mail, TracebackSummary

DUTY = "digest"
ON_WEEKDAY, FROM_HOUR = 0, 13  # Monday, eight in the morning in New York: before the week's first answers are due
WEEK = timedelta(days=6)


def digest_is_due(now: datetime) -> bool:
    """Whether this week's has still to go. The first week of a hub has none."""
    last = Heartbeat.objects.filter(duty=DUTY).values_list("at", flat=True).first()
    if last is None:
        beat(DUTY, now)
    return last is not None and last <= now - WEEK and now.weekday() == ON_WEEKDAY and now.hour >= FROM_HOUR


def put_digests(now: datetime) -> int:
    """Make this week's mails; returns how many."""
    with transaction():
        Heartbeat.objects.select_for_update().get(duty=DUTY)
        if not digest_is_due(now):
            return 0
        Heartbeat.objects.filter(duty=DUTY).update(at=now)
        asked = Hop.objects.filter(status__in=OPEN_STATUSES, provider__isnull=False, asked_at__isnull=False)
        contacts = [contact_for(provider, NoticeKind.DIGEST) for provider in asked.order_by().values_list("provider", flat=True).distinct()]
        mails = [mail_to_contact(NoticeKind.DIGEST, contact, now) for contact in contacts if contact]
        if settings.STAFF_MAIL and TracebackSummary.objects.filter(needs_person=True).exists():
            mails.append(new_mail(NoticeKind.DIGEST, Audience.STAFF, Address(settings.STAFF_MAIL, None, None), None, now))
        Mail.objects.bulk_create(mails)
        return len(mails)
