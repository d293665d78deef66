"""The path of a call as pictures and as words: stations and ends in, SVG and an equal ordered list out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from star57.hub.portal.path_across import draw_across
from star57.hub.portal.path_down import draw_down
from star57.hub.portal.path_plan import Certainty, End, Link, Plan, Stop, plan_marks, plan_path
from star57.hub.portal.path_spark import draw_spark
from star57.hub.reads.views import PathEnd, Station


@dataclass(frozen=True, slots=True)
class PathLine:
    """One line of the list beside the drawing; says everything the drawing shows of one stop."""

    stop: Stop
    link: Link
    certainty_words: str
    named_by: str
    end: End | None


@dataclass(frozen=True, slots=True)
class PathDrawing:
    """A path ready to be shown: for wide pages, for phones, for a list's row, and in words."""

    title: str
    across: str
    down: str
    lines: tuple[PathLine, ...]
    called: str


WORTH: Mapping[Certainty, str] = MappingProxyType({
    Certainty.BOTH: gettext_noop("confirmed by both sides"),
    Certainty.ONE_SIDE: gettext_noop("not confirmed"),
    Certainty.DENIED: gettext_noop("denied"),
    Certainty.TAKEN_BACK: gettext_noop("taken back"),
})  # fmt: skip


def draw_path(stations: Sequence[Station], ends: Sequence[PathEnd], *, called: str, name: str, now: datetime) -> PathDrawing:
    """Draw the path from the called subscriber upstream; name must be unique on the page."""
    plan = plan_path(stations, ends, called=called, now=now)
    title, description = _title(plan), _description(plan)
    across = draw_across(plan, f"{name}-across", title, description)
    down = draw_down(plan, f"{name}-down", title, description)
    return PathDrawing(title, across, down, path_lines(plan), called)


def spark(stations: Sequence[Station], ends: Sequence[PathEnd], *, name: str, now: datetime) -> str:
    """The path as a 120-unit picture for a row of a list."""
    plan = plan_marks(stations, ends, now=now)
    return draw_spark(plan, name, f"{_title(plan)} {_description(plan)}")


def path_lines(plan: Plan) -> tuple[PathLine, ...]:
    """The ordered list that says what the drawing shows."""
    return tuple(_line(plan, stop) for stop in plan.stops)


def _line(plan: Plan, stop: Stop) -> PathLine:
    link = plan.link_to(stop.key)
    downstream = plan.stop(link.downstream).name if link.downstream else ""
    return PathLine(stop, link, certainty_words(link.certainty) if downstream else "", downstream, plan.end_of(stop.key))


def certainty_words(certainty: Certainty) -> str:
    """What a hand-over is worth, in words."""
    return _(WORTH[certainty])


def _title(plan: Plan) -> str:
    count = len(plan.stops)
    if count == 0:
        return _("Nobody has been asked yet.")
    return ngettext("Path of the call: %(count)s provider.", "Path of the call: %(count)s providers.", count) % {"count": count}


def _description(plan: Plan) -> str:
    sentences = []
    for line in path_lines(plan):
        sentence = f"{line.stop.name}: {line.stop.lamp.word}"
        if line.named_by:
            sentence += _(", named by %(name)s, %(worth)s") % {"name": line.named_by, "worth": line.certainty_words}
        if line.end:
            sentence += "; " + " ".join(part for part in (line.end.words or _("it is not known who is next"), line.end.name) if part)
            sentence += f", {line.end.action}" if line.end.action else ""
        sentences.append(sentence)
    return ". ".join(sentences) + ("." if sentences else "")
