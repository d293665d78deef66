"""Where somebody is signed in."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

SEEN = "star57_seen"  # in a session's own data: the last page that counted, in seconds since 1970

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session. id names it without being its secret; browser and system are "" where they are not known."""

    id: str
    began_at: datetime
    seen_at: datetime
    origin: str
    browser: str
    system: str
    is_here: bool


def session_id(key: str) -> str:
    """What names a session on a page."""
    return hashlib.sha256(f"session {key}".encode()).hexdigest()[:20]


def sessions_of(person_pk: int, here: str, now: datetime) -> tuple[SessionView, ...]:
    """The sessions that are still good, this one first, then the latest. here: the key of the present one, which is used just now."""
    found = [_view(row, here, now) for row in UserSession.objects.purge_and_list(_Person(person_pk))]
    return tuple(sorted(found, key=lambda each: (not each.is_here, -each.seen_at.timestamp())))


@dataclass(frozen=True, slots=True)
class _Person:
    pk: int


def _view(row: UserSession, here: str, now: datetime) -> SessionView:
    seen = now.timestamp() if row.session_key == here else SessionStore(row.session_key).get(SEEN)
    return SessionView(
        id=session_id(row.session_key),
        began_at=row.created_at,
        seen_at=datetime.fromtimestamp(seen, UTC) if seen else row.last_seen_at,
        origin=row.ip,
        browser=_first(BROWSERS, row.user_agent),
        system=_first(SYSTEMS, row.user_agent),
        is_here=row.session_key == here,
    )


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in names if mark in text), "")
