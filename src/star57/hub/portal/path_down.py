"""The path from top (called) to bottom (upstream), for a phone's width; branches stand further right and below."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from star57.hub.portal.path_marks import RADIUS, station, stub, subscriber, terminus, track
from star57.hub.portal.path_plan import Plan, Stop
from star57.hub.portal.svg import label, picture, wrapped

WIDTH, LEFT, TOP, INDENT = 340, 20, 24, 30
STOP, NOTE, GAP, END = 66, 17, 30, 84


@dataclass(frozen=True, slots=True)
class _Places:
    text_x: float
    y: dict[str, float]
    height: float


def draw_down(plan: Plan, name: str, title: str, description: str) -> str:
    """The whole drawing, 340 units wide."""
    places = _places(plan)
    body = [*_tracks(plan, places), *_start(plan, places), *_stops(plan, places)]
    return picture(name, title, description, (WIDTH, places.height), "path path-down", body)


def _places(plan: Plan) -> _Places:
    y, at = {}, float(TOP)
    below = 44.0
    for stop in plan.stops:
        at += below + len(_lines(plan, stop)) * NOTE + GAP
        y[stop.key] = at
        end = plan.end_of(stop.key)
        below = STOP - 14 + (END + NOTE * bool(end.action) if end else 0)
    return _Places(LEFT + plan.lanes * INDENT, y, at + below + 28)


def _lines(plan: Plan, stop: Stop) -> tuple[str, ...]:
    link = plan.link_to(stop.key)
    facts = " · ".join(link.notes)
    return (*wrapped(facts, 42, 2), *wrapped(link.said_by, 42, 2))


def _x(stop: Stop | None) -> float:
    return LEFT + (stop.lane if stop else 0) * INDENT


def _tracks(plan: Plan, places: _Places) -> Iterator[str]:
    for stop in sorted(plan.stops, key=lambda each: -each.lane):
        link = plan.link_to(stop.key)
        downstream = plan.stop(link.downstream) if link.downstream else None
        x1, y1 = _x(downstream), places.y[downstream.key] if downstream else TOP
        x2, y2 = _x(stop), places.y[stop.key]
        if downstream is None and not plan.called:
            yield stub(x1, y1, (x2, y2))
            continue
        yield track(_curve(x1, y1, x2, y2), link.certainty, (x2, y2 - 34))
        lines = _lines(plan, stop)
        for number, line in enumerate(lines):
            yield label(places.text_x, y2 - 24 - (len(lines) - 1 - number) * NOTE, line, "note")


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    if x1 == x2:
        return f"M{x1:g} {y1:g}V{y2:g}"
    return f"M{x1:g} {y1:g}C{x1:g} {y1 + 44:g} {x2:g} {y1 + 12:g} {x2:g} {y1 + 56:g}V{y2:g}"


def _start(plan: Plan, places: _Places) -> Iterator[str]:
    if not plan.called:
        return
    yield subscriber(LEFT, TOP)
    yield label(places.text_x, TOP + 5, plan.called, "stop-name figures")
    yield label(places.text_x, TOP + 23, _("called"), "stop-clock")


def _stops(plan: Plan, places: _Places) -> Iterator[str]:
    for stop in plan.stops:
        x, y = _x(stop), places.y[stop.key]
        if plan.end_of(stop.key):
            yield from _end(plan, stop, places)
        elif stop.awaits and not any(link.downstream == stop.key for link in plan.links):
            yield stub(x, y + RADIUS, (x, y + 50))
        yield station(x, y, stop.lamp, stop.key)
        yield label(places.text_x, y + 5, " ".join(wrapped(stop.name, 34, 1)), "stop-name")
        yield label(places.text_x, y + 23, stop.lamp.word, f"stop-state ink-{stop.lamp.light.value}")
        if stop.finding or stop.clock:
            yield label(places.text_x, y + 40, " · ".join(part for part in (stop.clock, stop.finding) if part), "stop-finding")


def _end(plan: Plan, stop: Stop, places: _Places) -> Iterator[str]:
    end = plan.end_of(stop.key)
    if end is None:
        return
    x, y = _x(stop), places.y[stop.key] + END
    yield stub(x, places.y[stop.key], (x, y - 18))
    yield terminus(end.kind, end.country, x, y)
    for number, line in enumerate(wrapped(end.name, 34, 2)):
        yield label(places.text_x, y + 3 + number * 16, line, "stop-name")
    words = [*((line, "stop-clock") for line in wrapped(end.words, 40, 2)), *([(end.action, "stop-action")] if end.action else [])]
    for number, (line, class_) in enumerate(words):
        yield label(places.text_x, y + 4 + (len(wrapped(end.name, 34, 2)) + number) * 16, line, class_)
