"""For monitors: whether the process lives, and whether it can do its work."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from star57.hub.api.problems import problem
from star57.hub.api.threads import in_database


async def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


async def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    try:
        await in_database(_ask)
    except DatabaseError:
        return problem(503, "not_ready", "The database does not answer.", None)
    return HttpResponse("ready\n", content_type="text/plain")


def _ask() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
