"""Password hashing that never takes the whole machine: Argon2id, one at a time in a process, the rest wait briefly or are sent away.

About 25 ms of one core and 12 MiB a hash (OWASP's third choice for Argon2id): three passes, so that the memory bus stays free for the API.
Argon2 works outside the interpreter's lock; with one at a time the other core keeps answering agents, however many sign in at once.
"""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher
from typing_extensions import override

from star57.hub.domain.refusals import TooSoon

AT_ONCE = 1
WAIT_AT_MOST_S = 5.0
WAITING_AT_MOST = 7  # each holds one of the pages' threads (STAR57_PAGE_THREADS), and whoever is signed in needs some too
_working = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + WAITING_AT_MOST)


class _Turn:
    def __enter__(self) -> None:
        if not _places.acquire(blocking=False):
            raise _busy()
        if not _working.acquire(timeout=WAIT_AT_MOST_S):
            _places.release()
            raise _busy()

    def __exit__(self, *_: object) -> None:
        _working.release()
        _places.release()


def _busy() -> TooSoon:
    return TooSoon("Many people are signing in at this moment. Try again in a few seconds.", 5)


class BoundedArgon2(Argon2PasswordHasher):
    """Waits for its turn before it hashes or compares. Raises TooSoon when too many wait."""

    time_cost = 3
    memory_cost = 12_288
    parallelism = 1

    @override
    def encode(self, password: str, salt: str) -> str:
        with _Turn():
            return super().encode(password, salt)

    @override
    def verify(self, password: str, encoded: str) -> bool:
        with _Turn():
            return super().verify(password, encoded)

    @override
    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to make up for: every hash here costs the same."""
