"""The path in 120 by 22 units, for a row of a list: only marks, no words."""

from collections.abc import Iterator
from functools import lru_cache

from star57.hub.portal.lamps import Lamp
from star57.hub.portal.path_plan import Certainty, End, Link, Plan, Stop
from star57.hub.portal.svg import element, picture

WIDTH, HEIGHT, LEFT, RIGHT = 120, 22, 5, 104
WIDEST = 20.0


def draw_spark(plan: Plan, name: str, title: str) -> str:
    """The drawing of a row; further branches are drawn below the line."""
    pitch = min(WIDEST, (RIGHT - LEFT) / max(plan.columns + 1, 1))
    return picture(name, title, "", (WIDTH, HEIGHT), "path path-spark", [_drawn(_shape(plan), pitch)])


def _shape(plan: Plan) -> Plan:
    """The plan without anything that a spark does not show: many paths have the same."""
    keys = {stop.key: str(number) for number, stop in enumerate(plan.stops)}
    stops = tuple(Stop(keys[stop.key], "", "", Lamp(stop.lamp.light, ""), "", "", stop.column, stop.lane, False) for stop in plan.stops)
    links = tuple(
        Link(keys[each.downstream] if each.downstream else None, keys[each.upstream], each.certainty, (), "") for each in plan.links
    )
    return Plan("", stops, links, tuple(End(keys[end.key], end.kind, "", "", "", "") for end in plan.ends))


@lru_cache(maxsize=4096)
def _drawn(plan: Plan, pitch: float) -> str:
    return "".join(_marks(plan, pitch))


def _at(stop: Stop | None, pitch: float) -> tuple[float, float]:
    if stop is None:
        return LEFT, 8
    return LEFT + pitch * (stop.column + 1), 8 if stop.lane == 0 else 17


def _marks(plan: Plan, pitch: float) -> Iterator[str]:
    for stop in plan.stops:
        link = plan.link_to(stop.key)
        x1, y1 = _at(plan.stop(link.downstream) if link.downstream else None, pitch)
        x2, y2 = _at(stop, pitch)
        yield element("path", d=f"M{x1:g} {y1:g}L{x2:g} {y2:g}", class_=f"spark-track spark-{link.certainty.value}", fill="none")
        if link.certainty is Certainty.DENIED:
            x, y = (x1 + x2) / 2, (y1 + y2) / 2
            yield element("path", d=f"M{x - 2:g} {y + 4:g}L{x + 2:g} {y - 4:g}", class_="spark-cut", fill="none")
    yield element("rect", x=LEFT - 3, y=5, width=6, height=6, class_="subscriber")
    for stop in plan.stops:
        x, y = _at(stop, pitch)
        yield element("circle", cx=x, cy=y, r=3.6, class_=f"spark-stop spark-{stop.lamp.light.value}")
        if end := plan.end_of(stop.key):
            yield _end(end.kind, x + min(pitch, 15), y)


def _end(kind: str, x: float, y: float) -> str:
    shapes = {
        "customer": element("path", d="M-4 5C-4 0 4 0 4 5ZM0 -4.4A2.3 2.3 0 0 1 0 .2A2.3 2.3 0 0 1 0 -4.4", class_="end-solid"),
        "country": element("path", d="M-2 -7V7M2 -7V7", class_="spark-end", fill="none"),
        "silence": element("path", d="M-5 0H-3.4M-.8 0H.8M3.4 0H5", class_="spark-end", fill="none"),
        "declined": element("path", d="M0 -6V6", class_="spark-end", fill="none"),
        "no_record": element("path", d="M0 -4A4 4 0 0 1 0 4A4 4 0 0 1 0 -4M-3 3L3 -3", class_="spark-end", fill="none"),
        "withdrawn": element("path", d="M-3 -3L3 3M-3 3L3 -3", class_="spark-end", fill="none"),
    }
    question = element("path", d="M-2 -3C-2 -6 2.4 -6 2.4 -3C2.4 -1 0 -1 0 1.4M0 4V4.8", class_="spark-end", fill="none")
    return element("g", shapes.get(kind, question), transform=f"translate({x:g} {y:g})", class_=f"end-{kind}")
