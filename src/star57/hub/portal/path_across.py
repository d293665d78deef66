"""The path from left (called) to right (upstream), for wide pages and paper."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from star57.hub.portal.path_marks import RADIUS, station, stub, subscriber, terminus, track
from star57.hub.portal.path_plan import End, Link, Plan, Stop
from star57.hub.portal.svg import element, label, picture, wrapped

MARGIN, LINE, NOTES, NOTE = 84, 88, 176, 15
WIDEST, NARROWEST, ROOM = 214, 172, 1160
STUB = 58
LETTERS = {"name": 22, "note": 22}
HALF_A_NOTE = 68


def draw_across(plan: Plan, name: str, title: str, description: str) -> str:
    """The whole drawing; as wide as its stops need."""
    pitch = max(NARROWEST, min(WIDEST, (ROOM - MARGIN - 80) / max(plan.columns + 1, 1)))
    width = MARGIN + pitch * (plan.columns + 1) + 80
    body = [*_tracks(plan, pitch), *_start(plan), *_stops(plan, pitch)]
    return picture(name, title, description, (width, plan.lanes * _lane(plan)), "path path-across", body)


def _lane(plan: Plan) -> float:
    """The height of a branch: its longest notes must not touch the next branch's names."""
    return NOTES + NOTE * max((len(_lines(link)) for link in plan.links), default=0) + 14


def _at(plan: Plan, key: str | None, pitch: float) -> tuple[float, float]:
    if key is None:
        return MARGIN, LINE
    stop = plan.stop(key)
    return MARGIN + pitch * (stop.column + 1), LINE + stop.lane * _lane(plan)


def _lines(link: Link) -> tuple[tuple[str, str], ...]:
    """What is written about a hand-over, each line with its class."""
    facts = [(note, "note") for note in link.notes]
    return (*facts, *((line, "note note-who") for line in wrapped(link.said_by, LETTERS["note"], 4)))


def _tracks(plan: Plan, pitch: float) -> Iterator[str]:
    for stop in sorted(plan.stops, key=lambda each: -each.lane):
        link = plan.link_to(stop.key)
        x1, y1 = _at(plan, link.downstream, pitch)
        x2, y2 = _at(plan, stop.key, pitch)
        middle = ((x1 + x2) / 2 if y1 == y2 else x2 - pitch * 0.42, y2)
        yield track(_curve(x1, y1, x2, y2), link.certainty, middle)
        yield from _notes(link, middle)


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    if y1 == y2:
        return f"M{x1:g} {y1:g}H{x2:g}"
    bend = 28
    x = x1 + max(bend, (x2 - x1) / 2 - HALF_A_NOTE)  # between what stands below the station and what is said of the hand-over
    return f"M{x1:g} {y1:g}H{x - bend:g}Q{x:g} {y1:g} {x:g} {y1 + bend:g}V{y2 - bend:g}Q{x:g} {y2:g} {x + bend:g} {y2:g}H{x2:g}"


def _notes(link: Link, middle: tuple[float, float]) -> Iterator[str]:
    x, y = middle
    lines = _lines(link)
    if lines:
        yield element("path", d=f"M{x:g} {y + 10:g}V{y + 72:g}", class_="leader", fill="none")
    for number, (line, class_) in enumerate(lines):
        yield label(x, y + 88 + number * NOTE, line, class_, text_anchor="middle")


def _start(plan: Plan) -> Iterator[str]:
    yield subscriber(MARGIN, LINE)
    yield label(MARGIN, LINE - 24, plan.called, "stop-name figures", text_anchor="middle")
    yield label(MARGIN, LINE + 34, _("called"), "stop-clock", text_anchor="middle")


def _stops(plan: Plan, pitch: float) -> Iterator[str]:
    for stop in plan.stops:
        x, y = _at(plan, stop.key, pitch)
        end = plan.end_of(stop.key)
        if end:
            yield from _end(end, x, y, pitch)
        elif stop.awaits and not any(link.downstream == stop.key for link in plan.links):
            yield stub(x + RADIUS, y, (x + STUB, y))
        yield station(x, y, stop.lamp, stop.key)
        yield from _heading(stop, x, y)
        yield label(x, y + 34, stop.lamp.word, f"stop-state ink-{stop.lamp.light.value}", text_anchor="middle")
        yield label(x, y + 51, stop.clock, "stop-clock figures", text_anchor="middle") if stop.clock else ""


def _heading(stop: Stop, x: float, y: float) -> Iterator[str]:
    lines = wrapped(stop.name, LETTERS["name"], 2)
    for number, line in enumerate(reversed(lines)):
        yield label(x, y - 24 - number * 17, line, "stop-name", text_anchor="middle")
    if stop.finding:
        yield label(x, y - 26 - len(lines) * 17, stop.finding, "stop-finding", text_anchor="middle")


def _end(end: End, x: float, y: float, pitch: float) -> Iterator[str]:
    at = x + pitch * 0.78
    is_open = end.kind in {"question", "silence"}
    yield stub(x, y, (at - 18, y)) if is_open else element("path", d=f"M{x:g} {y:g}H{at - 18:g}", class_="track-last", fill="none")
    yield terminus(end.kind, end.country, at, y)
    for number, line in enumerate(wrapped(end.name, 20, 2)):
        yield label(at, y + 34 + number * 16, line, "stop-name", text_anchor="middle")
    below = len(wrapped(end.name, 20, 2))
    for number, line in enumerate(wrapped(end.words, 24, 2)):
        yield label(at, y + 36 + (below + number) * 16, line, "stop-clock", text_anchor="middle")
    if end.action:
        below += len(wrapped(end.words, 24, 2))
        yield label(at, y + 39 + below * 16, end.action, "stop-action", text_anchor="middle")
