"""One line for a page that belongs to somebody else: the threads of one request, or of a whole path."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from star57.hub.reads.correspondence import thread_counts
from star57.hub.reads.views import Station

register = template.Library()


@register.inclusion_tag("portal/parts/thread.html", takes_context=True)
def thread_of(context: Mapping[str, Any], hop: str) -> dict[str, Any]:
    """The way to a request's thread, with how much stands there."""
    counts = thread_counts(actor=context["actor"], hops=[hop])
    return {"lines": [(hop, "", counts[hop])] if hop in counts else []}


@register.inclusion_tag("portal/parts/thread.html", takes_context=True)
def threads_of(context: Mapping[str, Any], stations: Iterable[Station]) -> dict[str, Any]:
    """The same for every station of a path, in one query."""
    asked = [station for station in stations if station.provider]
    counts = thread_counts(actor=context["actor"], hops=[station.hop for station in asked])
    return {"lines": [(station.hop, station.name, counts[station.hop]) for station in asked if station.hop in counts]}
