"""The analyst's queue: kinds of work with their counts, and dense rows under filters that the address holds."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from star57.hub.domain.facts import HopStatus
from star57.hub.domain.tracing import Outcome
from star57.hub.portal.lamps import OF_STATUS, lamp_of_outcome
from star57.hub.portal.marks import mark_of
from star57.hub.portal.queue_rows import queue_row
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import tracebacks
from star57.hub.reads.tracebacks import EVERYTHING, Filters
from star57.hub.reads.views import TracebackRow
from star57.numbers import NotANumber, parse_e164

LIMIT = 50
STAFF_KINDS = (HopStatus.LAPSED, HopStatus.DISPUTED, HopStatus.UNIDENTIFIED, HopStatus.LOOPED, HopStatus.UNREACHED)
TEXTS = ("status", "outcome", "hop_status", "number", "provider", "campaign")


@dataclass(frozen=True, slots=True)
class Kind:
    """One link at the left."""

    words: str
    address: str
    count: int | str
    is_here: bool


@dataclass(frozen=True, slots=True)
class KindGroup:
    """Links under one heading."""

    words: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says."""

    title: str
    why: str
    next: str


@visited
def queue(visit: Visit) -> HttpResponse:
    """The page."""
    filters = _filters(visit)
    cursor = visit.request.GET.get("cursor") or None
    page = tracebacks.tracebacks_page(actor=visit.actor, filters=filters, cursor=cursor, limit=LIMIT)
    groups = tuple(_groups(visit, filters))
    rows = [queue_row(row, visit.actor, visit.now) for row in page.rows]
    return visit.show(
        "queue.html",
        rows=rows,
        groups=groups,
        summary=_summary(filters, len(rows)),
        filters=filters,
        typed_number=visit.request.GET.get("number", ""),
        kept=[(name, value) for name, value in _pairs(filters) if name not in {"number", "outcome"}],
        outcomes=[(each.value, lamp_of_outcome(each).word) for each in Outcome],
        is_filtered=filters != EVERYTHING,
        empty=_empty(filters),
        mark=_mark(page.rows),
        next_page=_address(filters, page.cursor) if page.cursor else "",
        live_address=f"{reverse('queue-live')}?{urlencode(_pairs(filters))}",
    )


@visited
def queue_live(visit: Visit) -> HttpResponse:
    """Whether the list has changed; no rows, so that nothing moves under the reader."""
    page = tracebacks.tracebacks_page(actor=visit.actor, filters=_filters(visit), cursor=None, limit=LIMIT)
    same = _mark(page.rows) == visit.request.GET.get("mark")
    return HttpResponse(status=204 if same else 200, headers={"Cache-Control": "no-store"})


def _mark(rows: Sequence[TracebackRow]) -> str:
    return mark_of(f"{row.id} {row.updated_at.isoformat()}" for row in rows)


def _filters(visit: Visit) -> Filters:
    asked = visit.request.GET
    texts = {name: asked.get(name, "").strip() for name in TEXTS}
    with suppress(NotANumber):  # what is no number finds nothing, and the field keeps what was typed
        texts["number"] = parse_e164(texts["number"]) if texts["number"] else ""
    return Filters(**texts, needs_person=True if asked.get("needs_person") == "1" else None, updated_since=None)


def _pairs(filters: Filters) -> list[tuple[str, str]]:
    values = {field.name: getattr(filters, field.name) for field in fields(filters)}
    values["needs_person"] = "1" if filters.needs_person else ""
    return [(name, value) for name, value in values.items() if value]


def _address(filters: Filters, cursor: str | None) -> str:
    pairs = _pairs(filters) + ([("cursor", cursor)] if cursor else [])
    return f"{reverse('queue')}?{urlencode(pairs)}" if pairs else reverse("queue")


def _groups(visit: Visit, here: Filters) -> Iterator[KindGroup]:
    counts = tracebacks.queue_counts(actor=visit.actor)
    of_staff = {kind: counts.get(kind, 0) for kind in STAFF_KINDS}
    yield KindGroup(_("Needs a person"), tuple(_kind(kind, count, here) for kind, count in of_staff.items()))
    others = {kind: count for kind, count in counts.items() if kind not in of_staff}
    yield KindGroup(_("In motion"), tuple(_kind(kind, count, here) for kind, count in others.items()))
    wholes = ((_("Needs a person"), replace(EVERYTHING, needs_person=True)), (_("Open"), replace(EVERYTHING, status="open")),
              (_("Ended"), replace(EVERYTHING, status="ended")), (_("Everything"), EVERYTHING))  # fmt: skip
    yield KindGroup(_("Lists"), tuple(Kind(words, _address(filters, None), "", filters == here) for words, filters in wholes))


def _kind(status: HopStatus, count: int, here: Filters) -> Kind:
    filters = replace(EVERYTHING, status="open", hop_status=status.value)
    words = _(OF_STATUS[status][1])
    return Kind(words[:1].upper() + words[1:], _address(filters, None), count, filters == here)


def _summary(filters: Filters, shown: int) -> str:
    return (
        _("%(count)s shown under these filters, the newest first.") % {"count": shown} if filters != EVERYTHING else _("The newest first.")
    )


def _empty(filters: Filters) -> Empty:
    if filters == EVERYTHING:
        return Empty(
            _("No traceback has been opened yet"),
            _("A traceback begins with one suspicious call: its two numbers, its time, and the provider that served the called number."),
            _("Open one from the command line with star57 trace, or through the API; it appears here at once."),
        )
    if filters.number:
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
