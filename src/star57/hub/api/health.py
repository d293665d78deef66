"""For monitors: whether the process lives, and whether it can do its work."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from star57 import clock
from star57.hub.api.problems import problem
from star57.hub.api.threads import in_database
from star57.hub.reads.liveness import liveness
from star57.hub.reads.places import places_without_room


@require_safe
async def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
async def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers too, there is room to write, and the clock is not late: without it no deadline passes and no notice leaves."""
    full = await in_database(places_without_room)
    if full:
        return problem(503, "disk_full", f"Nothing more can be kept: make room for {' and '.join(full)}.", None)
    try:
        late_by = await in_database(_clock_lateness)
    except DatabaseError:
        return problem(503, "not_ready", "The database does not answer.", None)
    if settings.CLOCK_LATE_S and late_by > timedelta(seconds=settings.CLOCK_LATE_S):
        words = f"The clock is {late_by.total_seconds():.0f} s late: is `star57 hub work` running?"
        return problem(503, "clock_late", words, None)
    return HttpResponse("ready\n", content_type="text/plain")


def _clock_lateness() -> timedelta:
    now = clock.now()
    return liveness(now).clock_lateness(now)
