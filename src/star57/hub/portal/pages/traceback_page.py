"""One traceback: its path, what happened, the call, the answers, what colleagues noted, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from star57.hub.domain.access import Action
from star57.hub.domain.attaching import Subject
from star57.hub.domain.refusals import Invalid
from star57.hub.domain.tracing import TracebackFact
from star57.hub.domain.visibility import Field, may_see
from star57.hub.portal.conflicts import conflicts_of
from star57.hub.portal.marks import mark_of
from star57.hub.portal.path_drawing import draw_path
from star57.hub.portal.queue_address import address_of
from star57.hub.portal.queue_rows import RelatedRow, related_row, traceback_lamp, waits_for_words
from star57.hub.portal.refusal_words import in_words
from star57.hub.portal.steps import case_steps, steps_of
from star57.hub.portal.templatetags.portal_words import phone
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import desk as desk_reads
from star57.hub.reads import queue as queue_reads
from star57.hub.reads import tracebacks
from star57.hub.reads.attachments import files_of
from star57.hub.reads.views import Colleague, GivenAnswer, Happening, TracebackView

PART = "X-Part"
"""The header that asks for the page without its frame, to be shown beside a list."""


@dataclass(frozen=True, slots=True)
class AnswerOf:
    """An answer with the name of whoever gave it."""

    provider: str
    answer: GivenAnswer


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Other tracebacks for one reason; address is the list of them all, merging where this one is merged into what may be the same call."""

    words: str
    rows: tuple[RelatedRow, ...]
    address: str
    merging: str


@require_safe
@visited
def traceback(visit: Visit, traceback: str) -> HttpResponse:
    """The page, or the same without its frame."""
    view = tracebacks.traceback_view(actor=visit.actor, traceback=traceback)
    is_page = PART not in visit.request.headers
    frame = "portal/page.html" if is_page else "portal/part.html"
    answer = visit.show("traceback.html", frame=frame, is_page=is_page, **_shown(visit, view))
    answer["Vary"] = f"Cookie, {PART}"
    return answer


def shown_again(visit: Visit, traceback: str, place: str, refusal: Invalid) -> HttpResponse:
    """The page with what was typed into one of its small forms and why it was not taken. place: the form's part of the page."""
    view = tracebacks.traceback_view(actor=visit.actor, traceback=traceback)
    told = {"wrong_place": place, "wrong": in_words(refusal), "typed": visit.request.POST}
    return visit.show("traceback.html", frame="portal/page.html", is_page=True, status=422, **told, **_shown(visit, view))


@require_safe
@visited
def live(visit: Visit, traceback: str) -> HttpResponse:
    """What of it changes, for a page that is open."""
    view = tracebacks.traceback_view(actor=visit.actor, traceback=traceback)
    drawing = _drawing(visit, view)
    if _mark(drawing.across, view) == visit.request.GET.get("mark"):
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    shown = _shown(visit, view)
    answer = visit.show("parts/traceback_live.html", **shown)
    answer["X-Mark"] = shown["mark"]
    return answer


def _drawing(visit: Visit, view: TracebackView) -> Any:
    row = view.row
    return draw_path(row.stations, row.ends, called=phone(row.called_number), name="path", now=visit.now)


def _mark(across: str, view: TracebackView) -> str:
    return mark_of((across, *(each.entry for each in view.happenings)))


def _shown(visit: Visit, view: TracebackView) -> dict[str, Any]:
    row, actor = view.row, visit.actor
    drawing = _drawing(visit, view)
    colleagues = queue_reads.colleagues(actor=actor)
    return {
        "view": view,
        "drawing": drawing,
        "mark": _mark(drawing.across, view),
        "lamp": traceback_lamp(row, visit.now),
        "waits_for": waits_for_words(row),
        "steps": steps_of(row, actor),
        "answers": [AnswerOf(station.name, answer) for station in row.stations for answer in station.answers],
        "conflicts": conflicts_of(row.stations, view.happenings),
        "notes": _notes(view, colleagues),
        "colleagues": colleagues,
        "is_colleague": any(each.id == actor.id for each in colleagues),
        "may_work": actor.reach(Action.ASSIGN_TRACEBACK) is not None,
        "may_note": may_see(actor, Field.NOTES),
        "may_open": actor.reach(Action.OPEN_TRACEBACK) is not None and bool(row.calling_number),
        "forward_address": _forward(view),
        "files": files_of(actor=actor, subject=Subject.TRACEBACK, subject_id=row.id),
        "recordings": [each for each in files_of(actor=actor, subject=Subject.CAMPAIGN, subject_id=view.campaign) if each.is_audio],
        "related": _related(visit, view),
    }


def _notes(view: TracebackView, colleagues: Sequence[Colleague]) -> list[tuple[str, Happening]]:
    """Each note with the name of whoever wrote it."""
    names = {each.id: each.name for each in colleagues}
    return [(names.get(each.by, each.actor), each) for each in view.happenings if each.fact == TracebackFact.NOTE_WRITTEN.value]


def _related(visit: Visit, view: TracebackView) -> list[RelatedGroup]:
    found = desk_reads.related_to(actor=visit.actor, row=view.row, campaign=view.campaign)
    merging = next((step.address for step in case_steps(view.row, visit.actor) if step.slug == "merging"), "")
    groups = [
        (_("Same numbers"), found.numbers, {"number": view.row.calling_number or view.row.called_number}, merging),
        (_("Same campaign"), found.campaign, {"campaign": view.campaign}, ""),
    ]
    if found.upstream_provider:
        upstream = {"provider": found.upstream_provider, "sort": "newest"}
        groups.append((_("Through %(name)s") % {"name": found.upstream_name}, found.upstream, upstream, ""))
    return [
        RelatedGroup(words, tuple(map(related_row, calls)), address_of(query) if calls else "", to) for words, calls, query, to in groups
    ]


def _forward(view: TracebackView) -> str:
    """The form, filled in to ask who serves the number that called."""
    row = view.row
    known = {
        "called_number": row.calling_number,
        "calling_number": row.called_number,
        "call_at": f"{row.call_at:%Y-%m-%dT%H:%M:%S}",
        "zone": "UTC",
        "uncertainty_s": f"{row.uncertainty_s:g}",
        "campaign": row.campaign,
        "direction": "forward",
    }
    return f"{reverse('open')}?{urlencode(known)}"
