"""A carrier's own record: how many requests it was asked, how many it answered in time and completely, and its disputes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from star57.hub.domain.access import Action, Actor, Reach
from star57.hub.domain.facts import HopFact, HopStatus
from star57.hub.domain.lifecycle import ANSWERED
from star57.hub.domain.refusals import NotAllowed
from star57.hub.reads.reach import own_rows, providers_of
from star57.hub.records.models import AgentState, ApiKey, Hop, JournalEntry

PERIOD = timedelta(days=90)
_ANSWERED = [status.value for status in ANSWERED]
_LATE = [status.value for status in (HopStatus.OVERDUE, HopStatus.ESCALATED, HopStatus.LAPSED, HopStatus.NON_RESPONSIVE)]
_DISPUTES = (HopFact.CLAIM_DISPUTED.value, HopFact.DISPUTE_UPHELD.value, HopFact.DISPUTE_REJECTED.value)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 means all of them; None of nothing."""
        return self.part * 100 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Record:
    """Requests asked since an instant. punctual: in time, of those due or answered. complete: never sent back, of those answered."""

    since: datetime
    asked: int
    answered: Rate
    punctual: Rate
    complete: Rate


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """What became of one dispute: fact is the latest of disputed, upheld, rejected."""

    request: str
    provider: str
    at: datetime
    fact: str


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One program with a key for requests: when it last asked, and what it says of its store."""

    name: str
    last_used_at: datetime | None
    is_alive: bool
    version: str
    records: int
    covers_since: datetime | None
    covers_until: datetime | None
    reported_at: datetime | None


ALIVE_WITHIN = timedelta(minutes=5)


def own_record(*, actor: Actor, now: datetime) -> Record:
    """The record of all providers that the actor's organisation answers for, over the last ninety days."""
    _own(actor)
    since = now - PERIOD
    sent_back = JournalEntry.objects.filter(fact=HopFact.ANSWER_SENT_BACK.value, subject_kind="hop").values("subject_id")
    hops = Hop.objects.filter(provider__in=providers_of(actor.organisation), asked_at__gte=since).exclude(status=HopStatus.WITHDRAWN.value)
    answered, overdue = Q(status__in=_ANSWERED), Q(status__in=_LATE)
    counted = hops.aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=answered),
        in_time=Count("pk", filter=answered & Q(is_late=False)),
        due=Count("pk", filter=answered | overdue),
        complete=Count("pk", filter=answered & ~Q(public_id__in=sent_back)),
    )
    return Record(
        since=since,
        asked=counted["asked"],
        answered=Rate(counted["answered"], counted["asked"]),
        punctual=Rate(counted["in_time"], counted["due"]),
        complete=Rate(counted["complete"], counted["answered"]),
    )


def own_disputes(*, actor: Actor, limit: int) -> tuple[DisputeRow, ...]:
    """The latest disputes, each once, with how it stands."""
    _own(actor)
    hops = Hop.objects.filter(provider__in=providers_of(actor.organisation))
    entries = JournalEntry.objects.filter(subject_kind="hop", subject_id__in=hops.values("public_id"), fact__in=_DISPUTES).order_by("-pk")
    latest: dict[str, JournalEntry] = {}
    for entry in entries[: limit * len(_DISPUTES)]:
        latest.setdefault(entry.subject_id, entry)
    names = dict(Hop.objects.filter(public_id__in=latest).values_list("public_id", "provider__name"))
    return tuple(DisputeRow(request, names[request], entry.at, entry.fact) for request, entry in list(latest.items())[:limit])


def own_agents(*, actor: Actor, now: datetime) -> tuple[AgentRow, ...]:
    """The programs that may fetch requests, those that ask first."""
    _own(actor)
    keys = own_rows(actor, ApiKey.objects.filter(revoked_at__isnull=True, scopes__contains="requests:read"))
    working = keys.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now)).select_related("use", "agent")
    rows = [_agent(key, now) for key in working.order_by("pk")]
    return tuple(sorted(rows, key=lambda row: (not row.is_alive, row.last_used_at is None, row.name)))


def _agent(key: ApiKey, now: datetime) -> AgentRow:
    use, said = getattr(key, "use", None), getattr(key, "agent", None)
    last = use.last_used_at if use else None
    state: AgentState | None = said
    return AgentRow(
        name=key.name,
        last_used_at=last,
        is_alive=last is not None and now - last <= ALIVE_WITHIN,
        version=state.agent_version if state else "",
        records=state.records if state else 0,
        covers_since=state.covers_since if state else None,
        covers_until=state.covers_until if state else None,
        reported_at=state.reported_at if state else None,
    )


def _own(actor: Actor) -> None:
    if actor.reach(Action.READ_REQUEST) is not Reach.OWN:
        raise NotAllowed("%(name)s has no requests of its own.", name=actor.name)
