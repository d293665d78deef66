"""Puts due notices into mails, those to one reader together."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from star57.hub.domain.facts import HopStatus
from star57.hub.domain.notices import ASKING, Audience, NoticeKind
from star57.hub.ledger.addresses import address_for
from star57.hub.ledger.new_mails import new_mail
from star57.hub.ledger.transactions import transaction
from star57.hub.records.models import Notice

TOO_OLD = timedelta(days=7)  # what was held back that long, because no mail could be sent at all, is no news any more
NOT_RECEIVED = frozenset({HopStatus.REQUESTED.value, HopStatus.UNREACHED.value})
AT_ONCE = 500
Group = tuple[str, str, int | None, int | None]


def enclose(now: datetime) -> int:
    """Make mails of the notices that are due; returns how many notices were looked at. What nobody can be told by mail is to be noted."""
    with transaction():
        due = Notice.objects.filter(due_at__lte=now).order_by("due_at", "pk").select_for_update(skip_locked=True, of=("self",))
        found = list(due.select_related("hop", "traceback__source", "provider")[:AT_ONCE])
        groups: dict[Group, list[Notice]] = defaultdict(list)
        for notice in found:
            if _is_still_news(notice, now):
                groups[_group(notice)].append(notice)
        for group, notices in groups.items():
            _put_into_mail(group, [*notices, *_waiting_too(group, notices)], now)
        Notice.objects.filter(pk__in=[notice.pk for notice in found]).update(due_at=None)
    return len(found)


def _is_still_news(notice: Notice, now: datetime) -> bool:
    if notice.at < now - TOO_OLD:
        return False
    return notice.kind not in ASKING or notice.hop is None or notice.hop.status in NOT_RECEIVED


def _group(notice: Notice) -> Group:
    source = notice.traceback.source_id if notice.to == Audience.SOURCE.value and notice.traceback else None
    kind = NoticeKind.NEEDS_PERSON.value if notice.to == Audience.STAFF.value else notice.kind
    return notice.to, kind, notice.provider_id, source


def _waiting_too(group: Group, taken: Iterable[Notice]) -> list[Notice]:
    """What else waits to be told to the same provider: one mail says it all."""
    to, kind, provider, _source = group
    if to != Audience.PROVIDER.value:
        return []
    waiting = Notice.objects.filter(provider=provider, kind=kind, to=to, due_at__isnull=False).exclude(pk__in=[each.pk for each in taken])
    found = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("hop"))
    return [each for each in found if kind not in ASKING or (each.hop and each.hop.status in NOT_RECEIVED)]


def _put_into_mail(group: Group, notices: list[Notice], now: datetime) -> None:
    to, kind, provider, source = group
    address = address_for(Audience(to), NoticeKind(kind), provider, source)
    keys = [notice.pk for notice in notices]
    if address is None:
        Notice.objects.filter(pk__in=keys).update(due_at=None, is_unnoted=to == Audience.PROVIDER.value)
        return
    mail = new_mail(NoticeKind(kind), Audience(to), address, provider, now)
    mail.save()
    Notice.objects.filter(pk__in=keys).update(due_at=None, mail=mail)


def drop_due(now: datetime) -> int:
    """No mail is sent at all: let what is due pass by, so that it does not all leave on the day mail is set up."""
    return Notice.objects.filter(due_at__lte=now).update(due_at=None)
