"""The outbox: what is to be told to whom, and the mails that carry it. Work in hand, not the record: what came of it is journaled."""

from django.db import models
from django.db.models import Q

from star57.hub.domain.notices import Audience, NoticeKind
from star57.hub.records import ids
from star57.hub.records.contacts import Contact
from star57.hub.records.hops import Hop
from star57.hub.records.journal import JournalEntry
from star57.hub.records.organisations import Organisation, Provider
from star57.hub.records.people import Person
from star57.hub.records.tracebacks import Traceback


class MailState(models.TextChoices):
    """waiting: to be sent; handed_on: a relay took it; accepted: the recipient's own server did; failed: it came back or was given up."""

    WAITING = "waiting"
    HANDED_ON = "handed_on"
    ACCEPTED = "accepted"
    FAILED = "failed"


class Mail(models.Model):
    """One mail. Its public id makes its Message-ID, so that a mail sent again after a crash is the same mail.

    about: for a mail about somebody's sign-in, the fact it tells.
    """

    public_id = models.CharField(max_length=24, unique=True, default=ids.mail_id)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in NoticeKind])
    to = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Audience])
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=300)
    token = models.CharField(max_length=40, unique=True, default=ids.mail_token)
    state = models.CharField(max_length=12, choices=MailState.choices)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveIntegerField()
    held_since = models.DateTimeField(null=True)
    first_tried_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=300, blank=True)
    said = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="mail_by_next", condition=Q(state="waiting"))]


class Notice(models.Model):
    """One thing to tell one reader because of one entry. It waits until mail is set or there is nothing left to tell."""

    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in NoticeKind])
    to = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Audience])
    hop = models.ForeignKey(Hop, on_delete=models.PROTECT, null=True, related_name="notices")
    traceback = models.ForeignKey(Traceback, on_delete=models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, related_name="+")
    fact = models.CharField(max_length=32)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    is_published = models.BooleanField()
    is_unnoted = models.BooleanField(default=False)
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, null=True, related_name="notices")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="notice_by_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["id"], name="notice_unpublished", condition=Q(is_published=False)),
            models.Index(fields=["id"], name="notice_unnoted", condition=Q(is_unnoted=True)),
        ]


class Heartbeat(models.Model):
    """When a duty of `star57 hub work` last came to its end."""

    duty = models.CharField(max_length=16, primary_key=True)
    at = models.DateTimeField()
