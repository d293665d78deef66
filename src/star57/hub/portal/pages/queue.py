"""The analyst's queue: kinds of work with their counts, saved views, and dense rows under filters that the address holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action
from star57.hub.domain.tracing import Outcome
from star57.hub.domain.work import FOR_A_PERSON, WorkKind
from star57.hub.portal.lamps import lamp_of_outcome
from star57.hub.portal.marks import mark_of
from star57.hub.portal.queue_address import DUE_WITHIN, ME, SORT_WORDS, Asked, address_of, asked_of
from star57.hub.portal.queue_rows import queue_row
from star57.hub.portal.visits import Visit, visited
from star57.hub.portal.work_words import KIND_WORDS
from star57.hub.reads import queue as queue_reads
from star57.hub.reads import tracebacks
from star57.hub.reads.filters import NOBODY
from star57.hub.reads.queue import CAP, QueueCounts

LIMIT, KEPT = 50, ("kind", "needs_person", "hop_status", "waits_on", "status")


@dataclass(frozen=True, slots=True)
class Link:
    """One link at the left. count is "" where nothing is counted."""

    words: str
    address: str
    count: str
    is_here: bool
    needs_person: bool


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links under one heading."""

    words: str
    links: tuple[Link, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under any of them; a narrow page leaves such a group out."""
        return all(link.count == "0" and not link.is_here for link in self.links)


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says."""

    title: str
    why: str
    next: str


@require_safe
@visited
def queue(visit: Visit) -> HttpResponse:
    """The page."""
    asked = asked_of(visit.request.GET, visit.actor, visit.now)
    cursor = visit.request.GET.get("cursor") or None
    page = tracebacks.queue_page(actor=visit.actor, filters=asked.filters, cursor=cursor, limit=LIMIT, sort=asked.sort)
    counts = queue_reads.queue_counts(actor=visit.actor)
    return visit.show(
        "queue.html",
        rows=[queue_row(row, visit.actor, visit.now) for row in page.rows],
        groups=tuple(_groups(counts, asked)),
        mentions=counts.mentions,
        views=queue_reads.saved_views(actor=visit.actor),
        colleagues=queue_reads.colleagues(actor=visit.actor),
        summary=str(SORT_WORDS[asked.sort]),
        asked=asked.texts,
        query=asked.query(),
        kept=[(name, asked.texts[name]) for name in KEPT if asked.texts[name]],
        has_more_filters=any(asked.texts[name] for name in ("campaign", "provider", "assigned", "tag", "since", "until", "due")),
        outcomes=[(each.value, lamp_of_outcome(each).word) for each in Outcome],
        dues=[(value, words) for value, (_span, words) in DUE_WITHIN.items()],
        sorts=[(sort.value, words) for sort, words in SORT_WORDS.items()],
        is_filtered=asked.is_filtered,
        may_work=visit.actor.reach(Action.ASSIGN_TRACEBACK) is not None,
        may_open=visit.actor.reach(Action.OPEN_TRACEBACK) is not None,
        empty=_empty(asked),
        mark=_mark((row.id, row.updated_at) for row in page.rows),
        next_page=f"{reverse('queue')}?{asked.query(cursor=page.cursor)}" if page.cursor else "",
        live_address=f"{reverse('queue-live')}?{asked.query()}",
    )


@require_safe
@visited
def queue_live(visit: Visit) -> HttpResponse:
    """Whether the list has changed; no rows, so that nothing moves under the reader."""
    asked = asked_of(visit.request.GET, visit.actor, visit.now)
    rows = tracebacks.marks_of_queue(actor=visit.actor, filters=asked.filters, limit=LIMIT, sort=asked.sort)
    return HttpResponse(status=204 if _mark(rows) == visit.request.GET.get("mark") else 200, headers={"Cache-Control": "no-store"})


def _mark(rows: Iterable[tuple[str, datetime]]) -> str:
    return mark_of(f"{traceback} {changed_at.isoformat()}" for traceback, changed_at in rows)


def _groups(counts: QueueCounts, asked: Asked) -> Iterator[LinkGroup]:
    yield LinkGroup(_("Needs a person"), tuple(_kind(kind, counts, asked) for kind in FOR_A_PERSON))
    yield LinkGroup(_("In motion"), tuple(_kind(kind, counts, asked) for kind in (WorkKind.WAITING, WorkKind.HELD)))
    yield LinkGroup(
        _("Whose"),
        (
            _link(_("Mine"), {"assigned": ME}, asked, counts.mine),
            _link(_("Taken by nobody"), {"assigned": NOBODY}, asked, counts.nobodys),
        ),
    )
    wholes: tuple[tuple[str, dict[str, str]], ...] = (
        (_("All, by urgency"), {}),
        (_("Open"), {"status": "open"}),
        (_("Ended"), {"status": "ended"}),
        (_("Withdrawn"), {"status": "withdrawn"}),
        (_("Merged"), {"status": "merged"}),
    )
    yield LinkGroup(_("Lists"), tuple(_link(words, query, asked, None) for words, query in wholes))


def _kind(kind: WorkKind, counts: QueueCounts, asked: Asked) -> Link:
    return _link(str(KIND_WORDS[kind]), {"kind": kind.value}, asked, counts.kinds[kind], needs_person=kind in FOR_A_PERSON)


def _link(words: str, query: dict[str, str], asked: Asked, count: int | None, *, needs_person: bool = False) -> Link:
    here = {name: value for name, value in asked.texts.items() if value and name != "sort"} == query
    return Link(words, address_of(query), "" if count is None else _told(count), here, needs_person)


def _told(count: int) -> str:
    figure = number_format(min(count, CAP), force_grouping=True)
    return f"{figure}+" if count > CAP else figure


def _empty(asked: Asked) -> Empty:
    if not asked.is_filtered:
        return Empty(
            _("No traceback has been opened yet"),
            _("A traceback begins with one suspicious call: its two numbers, its time, and the provider that served the called number."),
            _("Open one here, from the command line with star57 trace, or through the API; it appears at once."),
        )
    if asked.texts["number"]:
        return Empty(
            _("No traceback for this number"),
            _("Numbers are compared whole: with the country code, as called or as calling number."),
            _("Check the number, or clear the filters to see everything."),
        )
    return Empty(
        _("Nothing of this kind now"),
        _("Nobody has to decide anything here at the moment."),
        _("New work announces itself in a bar; the list does not move while you read."),
    )
