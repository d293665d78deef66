"""What a monitor asks of the whole record: counts and ages, no names. Not cut to an actor: only the operator's own programs see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Count, Max, Min

from star57.hub.domain.facts import HopStatus
from star57.hub.domain.lifecycle import OPEN
from star57.hub.reads.liveness import liveness
from star57.hub.records.models import Hop, JournalEntry, Mail
from star57.hub.records.notices import MailState
from star57.hub.records.sight import ALL, seeing

LATE = tuple(status.value for status in (HopStatus.OVERDUE, HopStatus.ESCALATED, HopStatus.LAPSED))


@dataclass(frozen=True, slots=True)
class Measures:
    """open_hops: every open status and how many stand there. clock_lag_s: how late the clock is; oldest_mail_s: of those to be sent."""

    open_hops: Mapping[HopStatus, int]
    clock_lag_s: float
    journal_entries: int
    mails_waiting: int
    oldest_mail_s: float

    @property
    def overdue(self) -> int:
        """Hops whose due time has passed without an answer."""
        return sum(self.open_hops[HopStatus(status)] for status in LATE)


@seeing(ALL)
def measures(now: datetime) -> Measures:
    """Taken at once; the journal is counted by its highest row, so that a large one costs nothing."""
    rows = Hop.objects.filter(status__in=[status.value for status in OPEN]).values_list("status").annotate(Count("pk")).order_by()
    found = {HopStatus(status): count for status, count in rows}
    mails = Mail.objects.filter(state=MailState.WAITING).aggregate(count=Count("pk"), oldest=Min("made_at"))
    return Measures(
        MappingProxyType({status: found.get(status, 0) for status in HopStatus if status in OPEN}),
        liveness(now).clock_lateness(now).total_seconds(),
        JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0,
        mails["count"],
        (now - mails["oldest"]).total_seconds() if mails["oldest"] else 0.0,
    )
