"""The queue's filters as its address holds them: read from a query, written into one. What cannot be read filters nothing."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from star57.hub.domain.access import Actor
from star57.hub.portal.pages.providers import resolver
from star57.hub.reads.campaigns import known_campaigns
from star57.hub.reads.filters import EVERYTHING, Filters, Sort
from star57.numbers import NotANumber, parse_e164

NAMES = (
    "kind", "status", "outcome", "hop_status", "number", "campaign", "provider", "waits_on", "assigned", "tag", "since", "until", "due",
    "needs_person", "sort",
)  # fmt: skip
ME = "me"
NOT_THERE = "none"  # a name that nobody has finds nothing
DUE_WITHIN: Mapping[str, tuple[timedelta, str | Promise]] = MappingProxyType({
    "passed": (timedelta(0), _("already passed")),
    "4h": (timedelta(hours=4), _("within 4 hours")),
    "24h": (timedelta(hours=24), _("within a day")),
    "3d": (timedelta(days=3), _("within three days")),
})  # fmt: skip
SORT_WORDS: Mapping[Sort, str | Promise] = MappingProxyType({
    Sort.URGENCY: _("most urgent first"),
    Sort.DUE: _("due first"),
    Sort.NEWEST: _("newest first"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the texts as they stand in it, and what they mean."""

    texts: Mapping[str, str]
    filters: Filters
    sort: Sort

    @property
    def is_filtered(self) -> bool:
        """Whether it cuts the list down at all."""
        return any(value for name, value in self.texts.items() if name != "sort")

    def query(self, **changed: str) -> str:
        """The query of this address with some of it changed."""
        return urlencode([(name, value) for name, value in {**self.texts, **changed}.items() if value])


def asked_of(query: Mapping[str, str], actor: Actor, now: datetime) -> Asked:
    """Read an address."""
    texts = {name: str(query.get(name, "")).strip()[:200] for name in NAMES}
    due = DUE_WITHIN.get(texts["due"])
    filters = replace(
        EVERYTHING,
        kind=texts["kind"],
        status=texts["status"],
        outcome=texts["outcome"],
        hop_status=texts["hop_status"],
        waits_on=texts["waits_on"],
        needs_person=True if texts["needs_person"] == "1" else None,
        number=_number(texts["number"]),
        tag=texts["tag"].lower(),
        campaign=_campaign(texts["campaign"], actor),
        provider=_provider(texts["provider"], actor),
        assigned=actor.id if texts["assigned"] == ME else texts["assigned"],
        opened_since=_day(texts["since"]),
        opened_until=_day(texts["until"], timedelta(days=1)),
        due_until=now + due[0] if due else None,
    )
    return Asked(texts, filters, _sort(texts))


def address_of(query: Mapping[str, str]) -> str:
    """The queue's address with this query."""
    kept = urlencode([(name, value) for name, value in query.items() if value])
    return f"{reverse('queue')}?{kept}" if kept else reverse("queue")


def _sort(texts: Mapping[str, str]) -> Sort:
    if texts["sort"] in set(SORT_WORDS):
        return Sort(texts["sort"])
    return Sort.NEWEST if texts["outcome"] or texts["status"] in {"ended", "withdrawn", "merged"} else Sort.URGENCY


def _number(written: str) -> str:
    with suppress(NotANumber):  # what is no number finds nothing, and the field keeps what was typed
        return parse_e164(written) if written else ""
    return written


def _provider(written: str, actor: Actor) -> str:
    if not written:
        return ""
    found = resolver(actor)(written)
    return found.id if found else NOT_THERE


def _campaign(written: str, actor: Actor) -> str:
    if not written or written.startswith("C-"):
        return written
    found = known_campaigns(actor=actor, query=written, limit=20)
    same = [each for each in found if each.name.casefold() == written.casefold()]
    return same[0].id if same else NOT_THERE


def _day(written: str, later: timedelta = timedelta(0)) -> datetime | None:
    with suppress(ValueError, OverflowError):
        return datetime.fromisoformat(written).replace(tzinfo=UTC) + later if written else None
    return None
