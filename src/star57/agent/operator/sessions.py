"""Who is signed in: in memory only, so that a restart signs everybody out. And how often a password may be tried."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

LASTS_FOR = timedelta(hours=12)
_FREE_TRIES = 5
_PAUSE = timedelta(seconds=30)


@dataclass(slots=True)
class Session:
    """`who` stands in the journal beside each decision; `said` is shown once, on the next page."""

    who: str
    csrf: str
    until: datetime
    said: str = ""


@dataclass(slots=True)
class Sessions:
    """For any thread. `welcome`: the secret of the one-time link, "" when there is none or it was used."""

    welcome: str = ""
    _by_token: dict[str, Session] = field(default_factory=dict)
    _failures: int = 0
    _tries_again_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def begun(self, who: str, now: datetime) -> str:
        """The new session's token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._failures, self._tries_again_at = 0, None
            self._by_token = {key: one for key, one in self._by_token.items() if one.until > now}
            self._by_token[token] = Session(who, secrets.token_urlsafe(32), now + LASTS_FOR)
        return token

    def found(self, token: str, now: datetime) -> Session | None:
        session = self._by_token.get(token)
        return session if session and session.until > now else None

    def end(self, token: str) -> None:
        with self._lock:
            self._by_token.pop(token, None)

    def may_try(self, now: datetime) -> bool:
        """Whether a password may be tried now; the try is counted until a session begins."""
        with self._lock:
            if self._tries_again_at and now < self._tries_again_at:
                return False
            self._failures += 1
            if self._failures >= _FREE_TRIES:
                self._tries_again_at = now + _PAUSE
            return True

    def welcomes(self, secret: str) -> bool:
        return bool(self.welcome) and hmac.compare_digest(self.welcome.encode(), secret.encode())

    def use_welcome(self, secret: str) -> bool:
        """Whether this call used the one-time link up; another's cannot."""
        with self._lock:
            if not self.welcomes(secret):
                return False
            self.welcome = ""
            return True
