"""When a session ends: an hour after the last page, a day after sign-in. What a page asks for by itself keeps no session alive."""

from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest

from star57 import clock
from star57.hub.domain.sign_in import IDLE_FOR, WARN_FOR, WHOLE_FOR
from star57.hub.reads.sessions import SEEN

BEGAN = "star57_began"
BACKGROUND = "X-Background"  # a page that looks for news says so
WRITE_EVERY_S = 60
WARN_S = int(WARN_FOR.total_seconds())


def visit_session(request: HttpRequest) -> bool:
    """Count this request as activity, unless the page asked by itself. False when the session is over; then it is ended."""
    if not request.user.is_authenticated:
        return False
    now = clock.now().timestamp()
    began = request.session.setdefault(BEGAN, now)
    if now - began >= WHOLE_FOR.total_seconds() or now - request.session.get(SEEN, now) >= IDLE_FOR.total_seconds():
        logout(request)
        return False
    if BACKGROUND not in request.headers and now - request.session.get(SEEN, 0) >= WRITE_EVERY_S:
        extend(request)
    return True


def extend(request: HttpRequest) -> None:
    """An hour more, as far as the day allows."""
    now = clock.now().timestamp()
    whole_left = timedelta(seconds=request.session.setdefault(BEGAN, now) + WHOLE_FOR.total_seconds() - now)
    request.session[SEEN] = now
    request.session.set_expiry(max(1, int(min(IDLE_FOR, whole_left).total_seconds())))


def left_s(request: HttpRequest) -> int:
    """In how many seconds it ends if nothing is done."""
    now = clock.now().timestamp()
    idle_until = request.session.get(SEEN, now) + IDLE_FOR.total_seconds()
    whole_until = request.session.get(BEGAN, now) + WHOLE_FOR.total_seconds()
    return max(0, int(min(idle_until, whole_until) - now))
