"""Leases mails to one worker at a time, marks what became of them, and finds what their hops still have to be told."""

from datetime import datetime, timedelta
from typing import TypeAlias

from django.db.models import Q

from star57.hub.domain.facts import HopFact
from star57.hub.domain.notices import Audience
from star57.hub.ledger.transactions import transaction
from star57.hub.records import ids
from star57.hub.records.models import Hop, JournalEntry, Mail, Notice
from star57.hub.records.notices import MailState

MailRow: TypeAlias = Mail
NoticeRow: TypeAlias = Notice
MailStates: TypeAlias = MailState
GIVEN_UP_AFTER = timedelta(days=5)  # as mail servers do (RFC 5321, 4.5.4.1)
TRIED_AGAIN_AFTER = timedelta(seconds=30)
LEASED_FOR = timedelta(minutes=5)


def lease_mail(now: datetime) -> Mail | None:
    """The next mail to send, for this worker alone until the lease ends."""
    with transaction():
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        ready = Mail.objects.filter(free, state=MailState.WAITING.value, next_at__lte=now).order_by("next_at", "pk")
        mail = ready.select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        lease = ids.mail_token()
        first = mail.first_tried_at or now
        changed = {"lease": lease, "leased_until": now + LEASED_FOR, "attempts": mail.attempts + 1, "first_tried_at": first}
        Mail.objects.filter(pk=mail.pk, lease=mail.lease).update(**changed)
        for name, value in changed.items():
            setattr(mail, name, value)
        return mail


def settle_mail(mail: Mail, state: MailState, *, by: str, said: str, now: datetime) -> bool:
    """Mark what became of it, unless another worker holds it now; its hops' facts are still to be noted."""
    with transaction():
        settled = {
            "state": state.value,
            "settled_at": now,
            "settled_by": by[:300],
            "said": said[:500],
            "next_at": None,
            "leased_until": None,
        }
        mine = Mail.objects.filter(pk=mail.pk, lease=mail.lease).exclude(state=MailState.FAILED.value).update(**settled)
        if mine and state is not MailState.HANDED_ON:
            Notice.objects.filter(mail=mail.pk, to=Audience.PROVIDER.value).update(is_unnoted=True)
        return bool(mine)


def put_off(mail: Mail, said: str, now: datetime) -> None:
    """Try again later: after half a minute at first, then ever more rarely, at last once an hour; after five days not at all."""
    if mail.first_tried_at and now - mail.first_tried_at > GIVEN_UP_AFTER:
        settle_mail(mail, MailState.FAILED, by="", said=f"given up: {said}", now=now)
        return
    wait = min(timedelta(seconds=15) * 2 ** min(mail.attempts, 12), timedelta(hours=1))
    Mail.objects.filter(pk=mail.pk, lease=mail.lease, state=MailState.WAITING.value).update(
        next_at=now + wait, leased_until=None, said=said[:500]
    )


def hold(mail: Mail, said: str, now: datetime) -> None:
    """Our own way out is shut: try again soon. From now on the time is ours, and counts against no provider."""
    Mail.objects.filter(pk=mail.pk, lease=mail.lease, state=MailState.WAITING.value).update(
        next_at=now + TRIED_AGAIN_AFTER, leased_until=None, held_since=mail.held_since or now, said=said[:500]
    )


def hurry(now: datetime) -> int:
    """The way out is open again: send at once what waits for its next attempt. Returns how many mails that is."""
    return Mail.objects.filter(state=MailState.WAITING.value, next_at__gt=now, leased_until__isnull=True).update(next_at=now)


def unnoted(limit: int) -> list[int]:
    """Notices whose mail was settled, or that nobody could be told, and whose hops do not know yet."""
    return list(Notice.objects.filter(is_unnoted=True).order_by("pk").values_list("pk", flat=True)[:limit])


def notice_to_note(key: int) -> Notice | None:
    """One of them with what must be known of it, unless somebody was faster."""
    joined = Notice.objects.select_related("mail__contact", "hop__traceback", "hop__provider", "traceback")
    return joined.filter(pk=key, is_unnoted=True).first()


def noted(notice: Notice) -> bool:
    """Mark it in the transaction that records the fact; False when somebody was faster."""
    return bool(Notice.objects.filter(pk=notice.pk, is_unnoted=True).update(is_unnoted=False))


def was_receipt(mail: Mail, hop: Hop) -> bool:
    """Whether the hop's clock runs because this very mail was accepted."""
    received = JournalEntry.objects.filter(subject_kind="hop", subject_id=hop.public_id, fact=HopFact.REQUEST_RECEIVED.value)
    last = received.order_by("-version").first()
    return last is not None and f'"mail":"{mail.public_id}"' in last.body


def tell_again(notice: Notice, now: datetime) -> None:
    """The same notice once more, to whoever is the contact now."""
    Notice.objects.create(
        kind=notice.kind,
        to=notice.to,
        hop=notice.hop,
        traceback=notice.traceback,
        provider_id=notice.provider_id,
        entry_id=notice.entry_id,
        fact=notice.fact,
        at=now,
        due_at=now,
        is_published=True,
    )


def hops_of_token(token: str) -> tuple[str, ...]:
    """The hops that the mail with this reply address was about."""
    notices = Notice.objects.filter(mail__token=token, to=Audience.PROVIDER.value, hop__isnull=False)
    return tuple(dict.fromkeys(notices.order_by("pk").values_list("hop__public_id", flat=True)))


def mail_of_token(token: str) -> Mail | None:
    """The mail whose bounces come to this address."""
    return Mail.objects.filter(token=token).first()
