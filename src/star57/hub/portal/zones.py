"""In which zone the reader wants local times: the last one chosen, else the office's; remembered in a cookie."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse

COOKIE = "zone"
KEPT_S = 365 * 86_400
OFTEN = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage",
    "Pacific/Honolulu", "America/Halifax", "America/St_Johns", "America/Toronto", "America/Vancouver", "America/Mexico_City",
    "America/Puerto_Rico", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Manila", "Asia/Singapore",
    "Australia/Sydney", "UTC",
)  # fmt: skip


@cache
def known_zones() -> frozenset[str]:
    """Every zone's name. Asked once a process: it walks through all files of the time zone data, 12 ms each time."""
    return frozenset(available_timezones())


def chosen_zone(request: HttpRequest, office: str) -> str:
    """The zone asked for in the address, else the one remembered, else the office's, else UTC."""
    for name in (request.GET.get("zone", ""), request.COOKIES.get(COOKIE, ""), office):
        if name in known_zones():
            return name
    return "UTC"


def remember_zone(request: HttpRequest, answer: HttpResponse, zone: str) -> None:
    """Keep what was chosen in the address for the next page."""
    if request.GET.get("zone", "") == zone:
        answer.set_cookie(COOKIE, zone, max_age=KEPT_S, samesite="Lax", secure=request.is_secure(), httponly=True)


def offered_zones(chosen: str, office: str) -> tuple[str, ...]:
    """The zones to choose from: the office's and the chosen one first."""
    return tuple(dict.fromkeys(name for name in (office, chosen, *OFTEN) if name))


def zone_of(name: str) -> ZoneInfo:
    """The zone of a known name."""
    return ZoneInfo(name)
