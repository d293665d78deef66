"""The portal served on a loopback port over a database copy of its own, with the clock standing still."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.cookies import SimpleCookie
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connections

from star57 import clock
from star57.hub.records.models import Person


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        connections.close_all()


@dataclass(frozen=True, slots=True)
class Portal:
    """A running portal."""

    address: str

    def cookies_of(self, email: str) -> list[dict[str, str]]:
        """A session for this person, as a browser keeps it."""
        person = Person.objects.get(email=email)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        cookie = SimpleCookie({settings.SESSION_COOKIE_NAME: session.session_key or ""})
        return [{"name": name, "value": each.value, "url": self.address} for name, each in cookie.items()]


@contextmanager
def serving(now: datetime) -> Iterator[Portal]:
    """Serve until the block ends. The connection's database must be one that threads can share."""
    true_now, clock.now = clock.now, lambda: now
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Portal(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        clock.now = true_now
