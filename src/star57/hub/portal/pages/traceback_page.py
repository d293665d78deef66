"""One traceback: its path, what happened, the call, the answers, and what to do next."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from star57.hub.portal.marks import mark_of
from star57.hub.portal.path_drawing import draw_path
from star57.hub.portal.queue_rows import traceback_lamp, waits_for_words
from star57.hub.portal.steps import steps_of
from star57.hub.portal.templatetags.portal_words import phone
from star57.hub.portal.visits import Visit, visited
from star57.hub.reads import tracebacks
from star57.hub.reads.views import GivenAnswer, TracebackView


@dataclass(frozen=True, slots=True)
class AnswerOf:
    """An answer with the name of whoever gave it."""

    provider: str
    answer: GivenAnswer


@visited
def traceback(visit: Visit, traceback: str) -> HttpResponse:
    """The page."""
    view = tracebacks.traceback_view(actor=visit.actor, traceback=traceback)
    return visit.show("traceback.html", **_shown(visit, view))


@visited
def live(visit: Visit, traceback: str) -> HttpResponse:
    """The same without its frame, for a page that is open."""
    view = tracebacks.traceback_view(actor=visit.actor, traceback=traceback)
    shown = _shown(visit, view)
    if shown["mark"] == visit.request.GET.get("mark"):
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    answer = visit.show("parts/traceback_live.html", **shown)
    answer["X-Mark"] = shown["mark"]
    return answer


def _shown(visit: Visit, view: TracebackView) -> dict[str, Any]:
    row = view.row
    drawing = draw_path(row.stations, row.ends, called=phone(row.called_number), name="path", now=visit.now)
    return {
        "view": view,
        "drawing": drawing,
        "mark": mark_of((drawing.across, *(each.entry for each in view.happenings))),
        "lamp": traceback_lamp(row, visit.now),
        "waits_for": waits_for_words(row),
        "steps": steps_of(row, visit.actor),
        "answers": [AnswerOf(station.name, answer) for station in row.stations for answer in station.answers],
    }
