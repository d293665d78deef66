"""The path as one provider may see it: itself, the neighbour that named it, the one it named. Pure."""

from datetime import datetime

from django.utils.translation import gettext as _

from star57.hub.portal.lamps import Lamp, Light, lamp_of_request
from star57.hub.portal.path_down import draw_down
from star57.hub.portal.path_drawing import PathDrawing, path_lines
from star57.hub.portal.path_plan import CERTAINTY, Certainty, Link, Plan, Stop
from star57.hub.portal.templatetags.portal_words import phone
from star57.hub.reads.views import RequestView

ASKED, NEARER, FARTHER = "asked", "nearer", "farther"


def draw_neighbourhood(view: RequestView, now: datetime) -> PathDrawing:
    """At most three stops; what lies beyond them is not this provider's to see."""
    plan = _plan(view, now)
    title = _("Your place on the path of this call")
    down = draw_down(plan, "place", title, ". ".join(f"{line.stop.name}: {line.stop.lamp.word}" for line in path_lines(plan)))
    return PathDrawing(title, "", down, path_lines(plan), plan.called)


def _plan(view: RequestView, now: datetime) -> Plan:
    asked, neighbour = view.request, view.request.call.handed_to
    stops: list[Stop] = []
    links: list[Link] = []
    if neighbour:
        stops.append(_stop(NEARER, neighbour.name, Lamp(Light.FOUND, _("says it received the call from you")), len(stops)))
        links.append(Link(None, NEARER, Certainty.ONE_SIDE, (), ""))
    lamp = lamp_of_request(asked.state, asked.due_at, now)
    stops.append(_stop(ASKED, asked.provider.name, lamp, len(stops)))
    certainty = CERTAINTY.get(view.claim, Certainty.ONE_SIDE if neighbour else Certainty.BOTH)
    links.append(Link(NEARER if neighbour else None, ASKED, certainty, (), ""))
    if view.upstream_named:
        stops.append(_stop(FARTHER, view.upstream_named, Lamp(Light.WAITING, _("named by you")), len(stops)))
        links.append(Link(ASKED, FARTHER, Certainty.ONE_SIDE, (), ""))
    return Plan("" if neighbour else phone(asked.call.called_number), tuple(stops), tuple(links), ())


def _stop(key: str, name: str, lamp: Lamp, column: int) -> Stop:
    return Stop(key, name, "", lamp, lamp.word, "", column, 0, lamp.light is not Light.FOUND and key == ASKED)
